"""The screens of feeds and recalls for sales and support, made with Wagtail."""
