"""The provider for Google Calendar.

`settings` is what the configuration says, `signing` how one signs in; what talks to Google is imported when it is used.
"""
