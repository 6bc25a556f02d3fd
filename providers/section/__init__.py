"""What a provider's section of the configuration may say, `[providers.NAME]`.

`text` and `secret` understand single values as people write them; `table` is what every table of the configuration is,
and what a provider's own has besides.
"""
