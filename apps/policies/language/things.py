"""Names that the language knows by itself, whatever the workspace: records, data classes, places, checks, relations."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


RELATED = _names(
    "customer, client, order, payment, account, case, ticket, invoice, vendor, supplier, employee, user, contact, "
    "lead, opportunity, deal, contract, subscription, payee, merchant, device, repository, branch, pull request, "
    "issue, document, record, project, budget, product, item, shipment, return, expense, purchase order, quote, "
    "campaign, merchant account, partner, tenant, environment, database, server, candidate, team, department, "
    "company, booking, trip, card, bank account, transaction, claim, loan, incident, release, build, deployment, "
    "asset, license, policy, report, message, dispute, charge, refund, listing, profile, requester, author, change "
    "request, change, service, patient, member, student, beneficiary, counterparty, application, file, folder, "
    "dataset, parcel, delivery, vehicle"
)
FIGURES = _names(
    "last year's price, previous price, last price, market price, list price per unit, original payment amount, "
    "approved purchase order, approved amount, order's value, invoice amount, amount of the order, order, order "
    "total, order value, order amount, payment, original payment, purchase price, list price, budget, remaining "
    "budget, contract value, purchase order, quote, balance, available balance, account balance, invoice, invoice "
    "total, original amount, amount paid, original charge, charge, credit limit, salary, annual salary, contract, "
    "original price, monthly fee, purchase order amount, quoted price, approved budget, monthly budget, department "
    "budget, project budget, sale price, retail price, deposit, po amount, purchase, original purchase, original "
    "order, subscription price, order price, transaction, original transaction, limit, insured value"
)
FIGURE_WORDS = {"what was paid": "payment", "was paid": "payment", "was charged": "payment", "customer paid": "payment",
                "what customer paid": "payment", "what was charged": "payment", "what is left in budget": "remaining budget",
                "what is left of budget": "remaining budget", "original amount paid": "payment"}  # fmt: skip
EVENTS = _names(
    "purchase, order, delivery, payment, sale, signup, registration, invoice, receipt, shipment, checkout, charge, "
    "booking, contract start, hire, last contact, travel, expense, transaction, renewal, activation, trip, "
    "creation, account creation, order date, purchase date, delivery date, invoice date, payment date, account "
    "opening, departure, check-in, first payment, last login, return, incident, publication, due date, ticket "
    "creation, original charge, original purchase"
)
ATTRIBUTES = _names(
    "status, state, tier, plan, priority, severity, country, region, type, stage, segment, category, method, "
    "channel, source, department, currency, standing, level, role, team, language, score, credit rating, rating, "
    "risk rating, owner, queue, payment status, order status, account status, payment method, industry, class, "
    "subtype, origin, destination, outcome, verdict, result, phase, customer tier, support tier, reason code, "
    "quantity, cost centre, cost center, merchant category, entity, subsidiary, business unit, contract type, "
    "account type, vendor type, reason, discount, margin, utilisation, utilization, percentage, tax rate, deposit, "
    "customer type, seniority, grade, email address, phone number, job title, close date, billing address, shipping "
    "address, home address, date of birth, legal name, display name, due date, tax id, billing country, shipping "
    "country, branch, environment, impact, urgency, change type, resolution, brand"
)
VALUES = _names(
    "flagged for fraud, flagged as fraud, flagged as high risk, open, closed, active, inactive, pending, approved, "
    "rejected, cancelled, canceled, shipped, delivered, paid, unpaid, overdue, disputed, locked, archived, draft, "
    "published, new, existing, verified, unverified, suspended, blocked, frozen, flagged, escalated, resolved, vip, "
    "gold, silver, bronze, platinum, premium, enterprise, standard, basic, high, urgent, low, medium, critical, "
    "internal, external, on hold, in dispute, on legal hold, under legal hold, past due, terminated, expired, "
    "signed, unsigned, shared, public, private, protected, merged, live, lost, damaged, opened, used, unused, "
    "sealed, in progress, in review, under review, reopened, on leave, on probation, in arrears, delinquent, "
    "sanctioned, blacklisted, whitelisted, trusted, untrusted, returned, refunded, fulfilled, unfulfilled, "
    "partially shipped, in transit, completed, failed, successful, invoiced, billed, billable, deleted, disabled, "
    "enabled, free, trial, pro, business, strategic, yes, no, none, true, false, p1, p2, p3, p4, sev1, sev2, sev 1, "
    "sev 2, solved, converted, qualified, unqualified, churned, dormant, bankrupt, deceased, minor, underage, opted "
    "in, opted out, unsubscribed, subscribed, onboarded, overdrawn, executed, in litigation, read-only, production, "
    "staging, confidential, restricted, healthy, degraded, down, full-time, part-time, contractor, executive, "
    "manager, reconciled, posted, settled, captured, authorised, authorized, voided, chargeback, credit card, cash, "
    "bank transfer, medical, in stock, out of stock, discontinued, personal, corporate, government, non-profit, "
    "nonprofit, retail, wholesale, tier 1, tier 2, tier 3"
)
LABELS = _names(
    "confidential, restricted, strictly confidential, highly confidential, secret, top secret, public, internal "
    "only, internal use only, PII, PHI, PCI, personal data, personally identifiable information, personally "
    "identifiable data, health data, health information, patient data, protected health information, cardholder "
    "data, payment card data, card data, customer data, customer information, financial data, employee data, "
    "payroll data, salary data, source code, trade secrets, intellectual property, sensitive personal data, special "
    "category data, biometric data, regulated data, client data, legal data, attorney-client privileged, GDPR data, "
    "student data, credit card data, user data, HR data, export-controlled, non-public information, material "
    "non-public information, classified, proprietary, company confidential, financial information, proprietary "
    "information, board materials, tax data"
)
LABEL_BARE = {"sensitive data": "sensitive", "sensitive information": "sensitive", "confidential data": "confidential",
              "confidential information": "confidential", "personal information": "personal data",
              "restricted data": "restricted", "restricted information": "restricted"}  # fmt: skip
KINDS = _names(
    "equipment, saas, guest, mass, advertising, consulting, training, alcohol, client, team, stock, inventory, "
    "mileage, office, crypto, batch, duplicate, customer-facing, break-glass, high-value, unapproved, verbal, "
    "competitive, non-competitive, emergency, standard, normal, urgent, recurring, one-off, one-time, manual, "
    "automated, international, domestic, cross-border, foreign, full, partial, direct, scheduled, unscheduled, "
    "major, minor, breaking, temporary, bulk, retroactive, same-day, first-class, business-class, economy-class, "
    "in-app, hard, soft, administrative, admin, privileged, root, anonymous, unauthenticated, write, elevated, "
    "goodwill, promotional, transactional, marketing, capital, operating, travel, software, hardware, legal, "
    "security, expedited, non-standard, unbudgeted, budgeted, out-of-policy, non-refundable, related-party, "
    "sole-source, single-source, multi-year, auto-renewing, unplanned, planned, pre-approved standard, read-only, "
    "off-cycle, instant, crypto, signed, unsigned, wire, ach, physical, digital, personal, intercompany, prepaid, "
    "pre-paid, backdated, significant, moderate"
)
VAGUE_KINDS = frozenset({"significant", "moderate", "major", "minor"})
PLACES = _names(
    "production, prod, staging, development, dev, test, testing, qa, uat, sandbox, pre-production, main, master, "
    "default branch, protected branches, a protected branch, protected branch, release branch, release branches, "
    "develop, develop branch, trunk, feature branches, feature branch, hotfix branches, main branch, master branch, "
    "live environment, live site, live, public channels, public channel, private channels, shared drive, shared "
    "folders, public folder, public website, website, company website, social media, twitter, facebook, linkedin, "
    "instagram, app store, general channel, general ledger, eu, us, uk, china, russia, iran, north korea, cuba, "
    "syria, belarus, personal accounts, personal email accounts, personal email, personal drives, usb drives, usb "
    "drive, removable media, cloud storage, personal devices, public repositories, public repository, private "
    "repositories, public link, public links, data warehouse, core banking system, payroll system, erp, crm, hr "
    "system, billing system, public internet, internet, public buckets, sanctioned countries, embargoed countries, "
    "high-risk countries, active directory, root account, generative ai tools, chatgpt, unmanaged devices, "
    "removable storage, personal cloud storage"
)
REVIEWS = {  # whose signature it is where a sentence asks for one
    "legal review": "Legal", "security review": "Security", "privacy review": "Privacy", "cab review": "CAB",
    "code review": "",
}  # fmt: skip
LISTS = _names(
    "known payees, known payee, approved vendors, approved vendor, approved suppliers, approved supplier, preferred "
    "vendors, preferred suppliers, known contacts, known contact, contacts, trusted contacts, trusted recipients, "
    "known recipients, saved payees, verified payees, verified vendors, verified bank accounts, verified accounts, "
    "whitelisted addresses, allowlisted addresses, approved recipients, approved partners, trusted partners, known "
    "customers, existing customers, existing vendors, existing suppliers, allowed domains, approved domains, known "
    "beneficiaries, trusted beneficiaries, approved beneficiaries, approved countries, sanctions list, blocklist, "
    "denylist, allowlist, whitelist, do-not-contact list, suppression list, watchlist, partner domains, approved "
    "apps, approved applications, approved software, vendor master, vendor master file, address book, contact on "
    "case, contact on ticket, customer on file, known devices, known addresses, approved vendor list, approved "
    "supplier list, vendor list, unsubscribe list, verified contacts, verified payee, existing payees, known "
    "vendors, known suppliers, customer on case, requester of ticket, contact on the case, contact of case, "
    "original payment method, original card, original payer, verified bank account, approved merchants, approved "
    "charities, bank account on file, account on file, approved travel agency, pre-approved vendors, approved cloud "
    "providers, approved tools, whitelisted domains, allowlisted domains, trusted domains, partner list, "
    "whitelisted vendors, verified suppliers, registered payees, whitelisted wallets, opted-in contacts, registered "
    "devices, managed devices, approved repositories"
)
FREEZES = _names(
    "code, change, holiday, release, deployment, year-end, quarter-end, black friday, christmas, month-end, "
    "maintenance, production, peak"
)
KEPT = _names(
    "stored, logged, saved, pasted, entered, recorded, included, disclosed, exposed, leaked, transmitted, kept, "
    "put, placed, sent, transferred, provided"
)
LEAVING = frozenset({"sent", "transferred", "transmitted", "disclosed", "exposed", "leaked", "provided"})
CHECKED = {"screened": "sanctions screening", "tested": "tests", "scanned": "virus scan", "backed up": "backup"}
WINDOWS = {
    "maintenance window": "maintenance windows, approved maintenance window, scheduled maintenance window, agreed maintenance window, maintenance hours, maintenance period, defined maintenance window",
    "change window": "change windows, approved change window, approved change windows, scheduled change window, agreed change window, standard change window, approved window, approved windows",
    "deployment window": "deployment windows, release window, release windows, deploy window, approved deployment window",
    "public holiday": "public holidays, bank holiday, bank holidays, national holiday, national holidays, holidays, holiday, company holidays, company holiday",
    "peak hours": "peak hours, peak times, peak business hours, peak period, peak periods",
    "trading hours": "trading hours, market hours",
    "incident": "an active incident, active incident, incident, incidents, ongoing incident, open incident, outage, major incident, sev 1 incident, p1 incident",
}
RELATIONS = {
    "the asker's manager": "asker's manager, user's manager, their manager, requester's manager, employee's manager, his or her manager, "
    "manager of asker, manager of requester, line manager, asker's line manager, direct manager, their line manager, "
    "reporting manager, requester's line manager, employee's line manager, immediate supervisor, direct supervisor, "
    "asker's supervisor, their supervisor, requesting manager, employee's supervisor, requester's supervisor, "
    "their direct manager, manager of employee, your manager, employee's direct manager, supervisor of requester, author's manager, "
    "traveller's manager, traveler's manager, rep's manager, own manager, their own manager, requestor's manager, submitter's manager, "
    "cardholder's manager, claimant's manager, spender's manager, reporter's manager, initiator's manager, staff member's manager, "
    "person's manager, individual's manager, applicant's manager, colleague's manager, employees manager, buyer's manager, "
    "report's manager, team member's manager, worker's manager, proposer's manager, originator's manager, purchaser's manager",
    "the manager of the asker's manager": "manager of the asker's manager, their manager's manager, skip-level manager, next level up, next level above, manager's manager, "
    "next level, second-level manager, second-line manager, next management level, next higher manager, next level of management, "
    "asker's manager's manager, one level up, next level of authority, next higher level",
    "the department head of the asker": "department head of the asker, their department head, department head of requester, "
    "requester's department head, asker's department head, head of their department, head of the requesting department, head of requesting department, their head of department, "
    "head of employee's department",
    "the owner of the record": "owner of the record, record owner, its owner, owner, owner of it, object owner, resource owner",
    "the owner of the repository": "owner of the repository, repository owner, repo owner, repository owners, owners of repository",
    "the owner of the files": "owner of the files, code owner, code owners, codeowner, codeowners, file owner, owner of the changed files, owner of files, owners of changed files, designated code owner, designated code owners, owner of code, owners of code",
    "the owner of the system": "owner of the system, system owner, service owner, application owner, owner of service, "
    "owner of application, system owners, owner of the affected system, owner of affected system, app owner, owner of affected service, owners of affected systems",
    "the owner of the budget": "owner of the budget, budget owner, budget holder, cost centre owner, cost center owner, "
    "owner of cost centre, owner of cost center, budget owners, budget holders",
    "the owner of the data": "owner of the data, data owner, information owner, data owners, data steward, owner of the dataset, owner of dataset, owner of database, database owner",
    "the owner of the account": "owner of the account, account owner, account manager, owner of customer, customer owner, owner of customer account, assigned account manager, account executive, opportunity owner, owner of opportunity, deal owner",
    "the owner of the project": "owner of the project, project owner, project manager, project lead, owner of project",
    "the owner of the case": "owner of the case, case owner, ticket owner, owner of ticket, assignee",
    "the owner of the contract": "owner of the contract, contract owner, owner of contract",
    "the owner of the document": "owner of the document, document owner, file's owner, owner of document, owner of file, document's owner, owner of folder",
    "the owner of the vendor": "owner of the vendor, vendor owner, relationship owner",
    "the owner of the agent": "owner of the agent, agent's owner, agent owner",
    "the hiring manager": "hiring manager",
    "the requester of the ticket": "requester of the ticket, ticket requester",
}
