"""The provider for Outlook, through Microsoft Graph.

`settings` is what the configuration says, `signing` how one signs in; what talks to Microsoft is imported when used.
"""
