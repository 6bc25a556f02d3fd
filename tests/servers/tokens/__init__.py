"""Servers that hand out tokens as Google's and Microsoft's do, over https: `GoogleTokens`, `MicrosoftTokens`."""

from tests.servers.tokens.google import GoogleTokens
from tests.servers.tokens.microsoft import MicrosoftTokens

__all__ = ["GoogleTokens", "MicrosoftTokens"]
