"""What is said of accounts, caps and the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import AccountFault, AccountProblem, LedgerProblem

ACCOUNT_STOPPED: Mapping[AccountProblem, str] = {
    AccountProblem.KEY: "The account at {engine} was not let in{why}: the key is wrong, or it "
    "belongs to another region. Check both in the accounts, then go on.",
    AccountProblem.BALANCE: "The account at {engine} has no balance left{why}. Top it up, or check "
    "that the key is of the kind that spends it, then go on.",
    AccountProblem.PLAN_SPENT: "The plan of the account at {engine} is used up for now{why}. "
    "Wait for its next period or choose another account, then go on.",
    AccountProblem.MODEL_NOT_IN_PLAN: "The plan of the account at {engine} does not have this "
    "model{why}. Choose another model or account, then go on.",
    AccountProblem.NOT_VERIFIED: "The account at {engine} may not do this yet{why}. Verify the "
    "account at the service, then try again.",
    AccountProblem.NO_SUBSCRIPTION: "The account at {engine} has no audio subscription{why}. "
    "Subscribe at the service or choose another account, then go on.",
    AccountProblem.SUSPENDED: "The account at {engine} needs its owner{why}. Mend it on the "
    "accounts page of the service, then go on.",
    AccountProblem.CLOSED: "The service closed this interface of {engine}{why}. Set the account to "
    "the current one, or choose another account.",
    AccountProblem.WRONG_ADDRESS: "There is no service of {engine} at this address{why}. "
    "Check the host of the account, then try again.",
    AccountProblem.NOT_TRUSTED: "The certificate of {engine} does not verify{why}. Check the host "
    "of the account and the clock of this machine, then try again.",
}

ACCOUNT: Mapping[AccountFault, str] = {
    AccountFault.UNKNOWN_SERVICE: "No service is called this{why}. Use minimax, useapi or chat.",
    AccountFault.UNKNOWN_ACCOUNT: "There is no such account{why}. The command “understudy "
    "accounts list” shows those there are.",
    AccountFault.NO_ACCOUNT: "There is no account of {engine} yet. Add one with “understudy "
    "accounts add {engine} NAME” or in the window, or set its environment variable{why}.",
    AccountFault.FROM_ENVIRONMENT: "This account comes from the environment{why}. Change or unset "
    "the variable there.",
    AccountFault.TERMS: "The risks of this service have to be accepted first{why}. Add the account "
    "again with --accept-terms.",
    AccountFault.NAME_TAKEN: "There is an account with this name already{why}. Choose another.",
    AccountFault.BAD_NAME: "This cannot be the name of an account{why}. Use 1 to 40 letters, "
    "digits, hyphens or underscores.",
    AccountFault.BAD_HOST: "This is not the address of a service{why}. Write it like "
    "https://api.example.com.",
    AccountFault.INSECURE_HOST: "The key would travel unprotected to this host{why}. Use https; "
    "plain http is for this machine only.",
    AccountFault.BAD_VALUE: "This setting of the account cannot be used{why}. Correct it and try "
    "again.",
    AccountFault.EMPTY_KEY: "The key is empty{why}. Copy it from the service's page of keys.",
    AccountFault.NO_KEY: "The key of the account is not on this machine{why}. Enter it in the "
    "accounts.",
    AccountFault.NO_KEYRING: "This machine has no keyring to keep the key in{why}. Set the "
    "environment variable of the service, or use the key for one run, in the window.",
    AccountFault.KEYRING_REFUSED: "The keyring did not take or give the key{why}. Unlock it and "
    "try again.",
    AccountFault.UNREADABLE: "The list of accounts cannot be read{why}. Correct the file or delete "
    "it, then add the accounts again.",
    AccountFault.UNWRITABLE: "The list of accounts cannot be written{why}. Check that you may "
    "write there.",
}

LEDGER: Mapping[LedgerProblem, str] = {
    LedgerProblem.DAMAGED: "{place}: the ledger of what was billed is damaged{why}. Voicing goes "
    "on with a new one, so sums and daily caps count from now; keep the old file if you need it.",
    LedgerProblem.NEWER: "{place}: a newer Understudy keeps this ledger of what was billed{why}. "
    "Update Understudy to have sums and daily caps; voicing goes on.",
    LedgerProblem.UNWRITABLE: "{place}: the ledger of what was billed cannot be used{why}. Check "
    "that you may write there; voicing goes on, but sums and daily caps miss this.",
}

CAP_REACHED = (
    "This would be billed {needed} characters, and the cap leaves {left}. "
    "It is set in Accounts, under Usage and limits."
)

USEAPI_WARNING = (
    "useapi.net is not MiniMax. It drives a browser session of your own MiniMax web account with "
    "a token you give it: sessions expire, the account may be suspended, and MiniMax's terms may "
    "forbid it. The official way is an account of the service minimax."
)
"""What has to be accepted before an account of useapi is added."""

VERDICTS: Mapping[AccountProblem, str] = {
    AccountProblem.KEY: "wrong key or wrong region",
    AccountProblem.BALANCE: "no balance",
    AccountProblem.PLAN_SPENT: "plan used up for now",
    AccountProblem.MODEL_NOT_IN_PLAN: "model not in the plan",
    AccountProblem.NOT_VERIFIED: "account not verified",
    AccountProblem.NO_SUBSCRIPTION: "no audio subscription",
    AccountProblem.SUSPENDED: "suspended or expired",
    AccountProblem.CLOSED: "closed generation of the service",
    AccountProblem.WRONG_ADDRESS: "no such service at this host",
    AccountProblem.NOT_TRUSTED: "certificate not trusted",
}
"""What a service said about an account, in a few words."""
