"""What the configuration says about a provider."""


class Settings:
    """The base of every provider's own: plain data, already validated; equal if it says the same."""

    __slots__ = ()
