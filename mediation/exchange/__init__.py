"""Bundles that carry cases between two programs by file: what they are made of and what may be taken."""
