from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """One template for every form and one for every field."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
