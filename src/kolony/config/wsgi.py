"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kolony.config.settings")

application = get_wsgi_application()

# What was loaded until here is never rubbish, and of what a page makes hardly anything outlives it: looking for rubbish
# every 700 objects, as Python does by itself, takes a tenth of a page's time.
gc.freeze()
gc.set_threshold(20_000)
