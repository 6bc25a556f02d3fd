"""The provider for Outlook, through Microsoft Graph.

`settings` is what the configuration says, `signing` how one signs in (`sign_in/`, in the ways there are). The rest is
imported when it is used: `provider` is the way in; `read` asks in rounds, which `harvest` takes in: `view` or `changes`
list, `counting` and `schedule` ask what lists do not tell; `profile` asks for zone and hours, `writer` writes. They ask
through `pages` and `client`, which sends a `part` or more by `transport`. `wire`, `stamp`, `zones` and `compose`
translate, `mask` is all that is ever asked for, `failure` the errors; `diagnose` says what refusals mean together.
"""
