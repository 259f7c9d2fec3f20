"""The screens of sales and support, below `/desk/customers/`, made with Wagtail."""
