"""The provider for Outlook, through Microsoft Graph.

`settings` is what the configuration says, `sign_in/` how one signs in. The rest is imported when it is used: `provider`
is the way in; `sync`, `enrich`, `freebusy` and `profile` are the steps of reading that `providers.base` asks for,
`writer` those of writing. `api` makes requests and says all that is ever asked for, `send` sends them. `event`,
`times`, `uid` and `compose` translate, `errors` says what refusals mean; `diagnose` what they mean together.
"""
