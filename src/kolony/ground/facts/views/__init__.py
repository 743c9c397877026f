"""The pages under /desk/facts/: the overview (`home`), the steps of an import (`wizard`), one import (`detail`)."""
