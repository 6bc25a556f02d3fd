"""The provider for Google Calendar.

`settings` is what the configuration says, `signing` how one signs in (`sign_in/`, in the ways there are). The rest is
imported when it is used: `provider` is the way in; `read`, `listing`, `incremental`, `details` and `freebusy` say what
to ask of a calendar, `rounds` asks it of many at once, `writer` writes. They ask through `client`, which sends by
`transport`. `wire`, `compose` and `inscribed` translate, `mask` is all that is ever asked for, `failure` the errors.
"""
