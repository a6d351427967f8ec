"""The words for each kind of deed: one verb and one plural noun are canonical, the others mean the same.

A category that only the workspace knows ("audits") is its own plural noun and is "made".
"""

from dataclasses import dataclass

from apps.policies.inflect import singular


@dataclass(frozen=True)
class Deed:
    id: str
    verb: str  # "refund"
    nouns: str  # "refunds"
    gerund: str = ""  # where it is not simply the verb's
    of: str = ""  # the preposition before its objects: "updates to Case"; "" needs no object
    also_nouns: tuple[str, ...] = ()  # other words for the same; each is also understood in the singular
    also_verbs: tuple[str, ...] = ()
    after_change: tuple[str, ...] = ()  # "change permissions": what stands after "change" or "changes to"


def _kind(nouns: str, verbs: str = "", also: str = "") -> Deed:
    """`nouns`: the canonical plural; verbs and further nouns are separated by commas."""
    first, *others = _words(verbs) or (f"make {nouns}",)
    return Deed(nouns, first, nouns, also_nouns=_words(also), also_verbs=tuple(others))


def _changes(thing: str, also: str = "", verbs: str = "") -> Deed:
    """A deed that is a change of something: "price changes", "change prices"."""
    nouns = f"{_singular(thing)} changes"
    after = (thing, *_words(also))
    others = tuple(f"{_singular(each)} changes" for each in after[1:])
    updates = tuple(f"{_singular(each)} updates" for each in after)
    return Deed(
        nouns, f"change {thing}", nouns, also_nouns=others + updates, also_verbs=_words(verbs), after_change=after
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in text.split(","))))


def _singular(thing: str) -> str:
    return thing if thing.endswith(("details", "settings")) else singular(thing)


DEEDS = (
    Deed("read", "read", "reads", "reading", "of", also_nouns=("searches", "lookups"),
         also_verbs=("search", "view", "look up", "query", "access")),
    Deed("write", "write to", "writes", "writing to", "to"),
    Deed("create", "create", "creations", "creating", "of", also_nouns=("additions",), also_verbs=("add", "open")),
    Deed("update", "update", "updates", "updating", "to", also_nouns=("edits", "modifications"),
         also_verbs=("edit", "amend")),
    Deed("deletions", "delete", "deletions", "deleting", "of", also_nouns=("removals",),
         also_verbs=("remove", "erase", "purge", "drop", "wipe", "destroy")),
    # money
    _kind("refunds", "refund", "repayments"),
    _kind("charges", "charge"),
    _kind("payments", "pay, make payments", "disbursements"),
    _kind("wire transfers", "wire money, wire funds, wire, wire transfer", "wires"),
    _kind("bank transfers", ""),
    _kind("ach transfers", ""),
    _kind("transfers", "transfer money, transfer funds, transfer, move money, move funds",
          "money transfers, fund transfers, funds transfers"),
    _kind("payouts", "pay out"),
    _kind("vendor payments", "pay vendors, pay suppliers, pay a vendor, pay a supplier", "supplier payments"),
    _kind("reimbursements", "reimburse", "expense reimbursements"),
    _kind("withdrawals", "withdraw, withdraw funds, withdraw money"),
    _kind("credits", "credit, issue credit", "customer credits, credit notes, credit memos, store credits, account credits, service credits, goodwill credits, goodwill payments"),
    _kind("discounts", "discount, apply a discount", "price reductions, price discounts"),
    _kind("vouchers", "", "coupons, promo codes, discount codes"),
    _kind("gift cards", "buy gift cards, purchase gift cards"),
    _kind("write-offs", "write off, write off debt, write off debts", "writeoffs, bad debt write-offs, debt write-offs"),
    _kind("fee waivers", "waive fees, waive a fee, waive", "waivers"),
    _kind("purchases", "purchase, buy, buy goods, procure", "procurements, purchase requests, purchase requisitions, requisitions"),
    _kind("purchase orders", "", "pos"),
    _kind("expenses", "spend, expense", "expense claims, expense reports, spending, spend, expenditures, expenditure"),
    _kind("capital expenditures", "", "capital expenditure, capex, capital expenses"),
    _kind("invoices", "invoice, bill", "bills, supplier invoices, vendor invoices"),
    _kind("invoice approvals", "approve invoices, approve an invoice"),
    _kind("quotes", "quote", "quotations, proposals"),
    _kind("contracts", "sign contracts, sign a contract, sign agreements", "agreements, contract signings, ndas"),
    _kind("orders", "place orders, order goods", "sales orders"),
    _kind("order cancellations", "cancel orders, cancel an order"),
    _kind("subscriptions", "subscribe"),
    _kind("cancellations", "cancel"),
    _kind("journal entries", "post journal entries, book journal entries", "journals, ledger entries"),
    _kind("payroll runs", "run payroll", "payroll, payrolls"),
    _kind("bonuses", "", "bonus payments"),
    _kind("donations", "donate", "charitable contributions, contributions"),
    _kind("investments", "invest"),
    _kind("loans", "lend", "advances, cash advances, salary advances"),
    _kind("trades", "trade"),
    _kind("money movements", "", "movements of money, money movement"),
    _kind("returns", "", "product returns"),
    _kind("replacements", "replace", "replacement orders"),
    _kind("chargebacks", "", "disputes, chargeback responses"),
    _changes("prices", "pricing, list prices, price lists, rates"),
    _changes("budgets"),
    _changes("credit limits", "spending limits, card limits", "increase credit limits, raise credit limits, increase a credit limit, raise a credit limit"),
    _changes("bank details", "bank account details, bank accounts, payment details, vendor bank details, supplier bank details, payout details"),
    # words
    _kind("messages", "message, send messages, contact, write messages, write to anyone, write to anybody, write to people", "notifications"),
    _kind("emails", "email, e-mail, mail, send an email, send emails, send mail", "e-mails, mails, email messages, mail"),
    _kind("text messages", "text", "sms, sms messages, texts"),
    _kind("posts", "post, publish posts", "social posts, social media posts, announcements, public posts"),
    _kind("publications", "publish", "press releases, blog posts"),
    _kind("campaigns", "", "newsletters, mass mailings, mailings"),
    _kind("phone calls", "phone", ""),
    _kind("replies", "reply, respond", "responses"),
    _kind("comments", "comment"),
    _kind("meetings", "schedule meetings, book meetings, schedule a meeting", "calendar invites, invitations, meeting invites, appointments"),
    # data
    _kind("exports", "export", "data exports"),
    _kind("downloads", "download", ""),
    _kind("uploads", "upload", "file uploads"),
    _kind("imports", "import", "data imports"),
    _kind("shares", "share", "sharing"),
    _kind("prints", "print", "printing, printouts"),
    _kind("copies", "copy", "copying"),
    _kind("transfers of data", "transfer data, move data", "data transfers"),
    _kind("merges of records", "merge records", "record merges, account merges, duplicate merges"),
    _kind("anonymisations", "anonymise, anonymize", "anonymizations"),
    _kind("backups", "back up", "snapshots"),
    _kind("restores", "restore", "restorations, data restores"),
    # engineering
    _kind("deployments", "deploy, deploy code, roll out", "deploys, rollouts, code deployments"),
    _kind("releases", "release", "software releases"),
    _kind("hotfixes", "hotfix"),
    _kind("rollbacks", "roll back", "reverts"),
    _kind("merges", "merge", "merge requests, pull request merges, pr merges"),
    _kind("pushes", "push, push code, commit", "commits"),
    _kind("force pushes", "force push, force-push", "force-pushes"),
    _kind("pull requests", "", "prs"),
    _kind("schema migrations", "migrate", "database migrations, migrations, schema changes, database schema changes"),
    _changes("configuration", "config, configurations, settings, system settings, system configuration", "configure, reconfigure"),
    _changes("infrastructure", "", ""),
    _kind("changes", "", "change requests, it changes, system changes"),
    _kind("restarts", "restart, reboot", "reboots"),
    _kind("shutdowns", "shut down, stop servers, terminate instances", "instance terminations"),
    _kind("scalings", "scale, scale up, scale down"),
    _changes("feature flags", "feature toggles, flags", "toggle feature flags, enable feature flags, toggle a feature flag"),
    _changes("firewall rules", "firewalls, firewall, security groups, network rules", "open ports, open firewall ports"),
    _changes("dns records", "dns"),
    _changes("branch protection", "branch protection rules, branch rules"),
    _kind("key rotations", "rotate keys, rotate, rotate secrets, rotate credentials, rotate api keys, rotate a key", "secret rotations, credential rotations, rotation of secrets"),
    _kind("script runs", "run scripts, run a script, run commands, execute scripts, execute commands", "commands, scripts, shell commands"),
    _kind("queries", "run queries, run sql"),
    # access and people
    Deed("permissions", "change permissions", "permission changes", "changing permissions",
         also_nouns=("access changes", "privilege changes", "rights changes"),
         after_change=("permissions", "access", "access rights", "rights", "privileges", "entitlements")),
    Deed("billing", "change billing settings", "billing changes", "changing billing settings",
         also_nouns=("billing setting changes",), after_change=("billing settings", "billing")),
    Deed("users", "change users", "user changes", "changing users", after_change=("users", "user accounts")),
    _kind("access grants", "grant access, give access, grant permissions, grant privileges, grant admin rights, grant roles, grant",
          "access requests, grants of access, privilege grants, permission grants, grants, access"),
    _kind("access revocations", "revoke access, remove access, revoke permissions, revoke, terminate access", "revocations"),
    _changes("roles", "user roles", "assign roles, assign a role"),
    _kind("account creations", "create accounts, create users, create user accounts, provision accounts, provision users", "new accounts, new users, new user accounts, user creations"),
    _kind("account closures", "close accounts, close an account",
          ""),
    _kind("password resets", "reset passwords, reset a password, reset credentials", "credential resets"),
    _kind("mfa resets", "reset mfa, reset two-factor"),
    _kind("mfa deactivations", "disable mfa, turn off mfa, deactivate mfa"),
    _kind("logins", "log in, sign in"),
    _kind("hires", "hire, hire employees, make an offer, extend offers", "hiring, new hires, job offers, offers, offer letters"),
    _kind("terminations", "terminate, dismiss, fire, terminate employees, offboard", "dismissals, offboardings, employee terminations"),
    _kind("onboardings", "onboard", "employee onboardings"),
    _changes("salaries", "salary, compensation, pay", "change pay, adjust salaries"),
    _kind("salary increases", "raise salaries, increase salaries", "pay increases, raises, pay raises, pay rises"),
    _kind("promotions", "promote"),
    _kind("leave requests", "", "leave, vacation requests, time off, time-off requests, holiday requests"),
    _kind("vendor onboardings", "onboard vendors, onboard suppliers, add vendors, add suppliers, onboard a vendor, create vendors", "new vendors, new suppliers, supplier onboardings"),
    _kind("travel bookings", "book travel", "travel, bookings, business travel"),
    _kind("flights", "book flights, book a flight", "flight bookings"),
    _kind("hotel bookings", "book hotels, book a hotel", "hotels"),
    # service
    _kind("tickets", "", "support tickets, service requests"),
    _kind("ticket closures", "close tickets, close cases, resolve tickets, close a ticket, close a case", "case closures"),
    _kind("escalations", "escalate"),
    _kind("forwards", "forward, forward emails, forward messages"),
    _kind("deactivations", "disable, deactivate, turn off, switch off"),
    _kind("activations", "enable, activate, turn on, reactivate", "reactivations"),
    _kind("closures", "close"),
    _kind("reopenings", "reopen"),
    _kind("archivals", "archive"),
    _kind("assignments", "assign, reassign", "reassignments"),
    _kind("shipments", "ship goods, dispatch", "deliveries"),
)  # fmt: skip
