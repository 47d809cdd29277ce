select name, type, settings from destination where present order by name
