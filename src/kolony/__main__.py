from kolony.config.entry import main

main()
