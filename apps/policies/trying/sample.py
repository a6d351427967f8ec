"""The names that a sentence may use where no workspace says which: the usual groups, titles, systems and objects."""

from apps.policies.vocabulary import Vocabulary


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(",") if name.strip())


GROUPS = _names("""
Finance, Legal, Security, Support, Sales, Marketing, Engineering, Operations, Product, Procurement, Purchasing, Treasury,
Accounting, Accounts payable, Accounts receivable, HR, Human Resources, People, People Operations, IT, Compliance, Risk,
Privacy, Audit, Internal Audit, Tax, Payroll, Communications, PR, Customer Success, Account management, Data Protection,
Admins, Support leads, Support managers, team lead, support lead, manager, senior manager, director, senior director,
department head, head of department, VP, SVP, EVP, CFO, CEO, COO, CTO, CIO, CISO, CMO, CPO, CRO, DPO, CHRO,
General Counsel, controller, financial controller, finance manager, finance director, treasurer, board, Board of Directors,
board of directors, executive committee, audit committee, founder, president, VP Finance, VP Sales, VP Engineering, VP of Sales, VP of Finance,
VP of Engineering, VP Marketing, head of Finance, head of Sales, head of Support, head of Engineering, head of Security, head of HR, head of IT,
sales manager, sales director, regional director, regional manager, country manager, general manager, managing director,
engineer, senior engineer, staff engineer, engineering manager, engineering lead, tech lead, on-call engineer, on-call, DBA,
database administrator, SRE, DevOps, platform team, release manager, change manager, change advisory board, CAB, emergency CAB, ECAB,
incident commander, incident manager, security officer, security engineer, security team, network team, database team, data protection officer,
privacy officer, compliance officer, risk officer, maintainer, QA, quality assurance, product manager, product owner,
program manager, office manager, HR business partner, HR manager, recruiter, supervisor,
support agent, support rep, support representative, customer service, customer service rep, sales rep, sales representative, tier 1, tier 2, tier 3, tier 1 agent, tier 2 agent, senior agent,
intern, contractor, employee, accountant, senior accountant, bookkeeper, analyst, AP clerk, AP manager, AR manager, buyer, procurement manager, purchasing manager, line of business owner,
admin, administrator, system administrator, workspace admin, domain admin, Finance team, Legal counsel, counsel, partner, store manager, shift lead, shift manager, warehouse manager,
service desk, help desk, IT manager, IT director, security lead, developer, senior developer, lead developer, architect, pharmacist, underwriter, claims manager, claims adjuster, fraud team,
Trust and Safety, Revenue Operations, RevOps, deal desk, pricing committee, Credit, credit manager, Collections, Facilities, Travel, executive, executive assistant, investment committee, M&A, Investor Relations,
""")
CONNECTORS = _names("""
Salesforce, Stripe, HubSpot, Zendesk, Intercom, Jira, GitHub, GitLab, Slack, Gmail, Outlook, Mail, NetSuite, QuickBooks, Xero, SAP, Workday, Okta, AWS, Azure,
GCP, Snowflake, BigQuery, Postgres, PostgreSQL, MySQL, MongoDB, Shopify, Adyen, PayPal, Brex, Ramp, Coupa, Expensify, Concur, DocuSign, Dropbox, Box, Google Drive,
SharePoint, Notion, Confluence, Asana, Trello, ServiceNow, PagerDuty, Datadog, Terraform, Kubernetes, Jenkins, CircleCI, LaunchDarkly, Twilio, SendGrid, Mailchimp,
Marketo, Braze, Segment, Looker, Tableau, Greenhouse, Lever, BambooHR, Gusto, ADP, Rippling, Bill.com, Airtable, Freshdesk, Microsoft 365, Google Workspace, Teams, Zoom,
Linear, Vercel, Heroku, Cloudflare, Auth0, Active Directory, Bitbucket, Sentry, Oracle, Dynamics, Pipedrive, Zuora, Chargebee, Recurly, Klarna, Redis, Elasticsearch, Databricks,
""")
OBJECTS = _names("""
Case, Task, Account, Contact, Lead, Opportunity, Customer, Order, Invoice, Payment, Refund, Charge, Subscription, Product, Price, Quote, Contract, Ticket, Message, Email, Document,
File, Folder, Record, User, Role, Group, Permission, Repository, Branch, Pull request, Issue, Commit, Release, Deployment, Database, Table, Schema, Row, Server, Instance, Cluster,
Bucket, Secret, Key, API key, Token, Certificate, Password, Credential, Firewall rule, DNS record, Domain, Policy, Report, Dashboard, Dataset, Vendor, Supplier, Employee, Candidate, Job,
Expense, Purchase order, Budget, Journal entry, Bank account, Card, Transaction, Transfer, Payee, Shipment, Inventory, Item, Coupon, Discount, Campaign, List, Audience, Post,
Comment, Channel, Meeting, Event, Calendar, Project, Sprint, Epic, Page, Website, Backup, Log, Audit log, Alert, Incident, Monitor, Environment, Container, Image, Volume, Network, VPN, Device, Laptop,
License, Customer record, Customer account, User account, Employee record, Vendor record, Database, Patient record, Medical record, Loan, Claim, Policyholder, Booking, Reservation,
Profile, Note, Attachment, Template, Workflow, Webhook, Integration, Feature flag, Variable, Config, Configuration, Setting, Bank detail, Payment method, Credit limit, Salary, Payslip, Timesheet, Benefit, Offer, Ad, Listing,
Backlog, Status page, Mailbox, Distribution list, Admin account, Service account, Security group, Root account, Access key, Encryption key, Signing key, Storage bucket, Tag, Milestone, Pipeline, Build, Artifact, Package,
Retention policy, Backup policy, Monitoring, Audit logging, Logging, Alerting, Spreadsheet, Google Doc, Slide deck, Price list, Catalog, Catalogue, Warehouse, Stock level, Gift card balance, Loyalty point
""")
CATEGORIES = _names("""
meals, alcohol, entertainment, gifts, office supplies, client entertainment, business meals, client dinners, team events, team meals, lodging, car rentals, mileage, training courses, conferences,
consulting fees, legal settlements, settlements, leases, consulting agreements, statements of work, budget increases, budget transfers,
price overrides, margin overrides, credit limit increases, credit holds, stock adjustments, inventory adjustments, payroll changes, payment terms, payment term changes, petty cash withdrawals, corporate cards, corporate card spend, mileage claims, marketing spend,
service accounts, user imports, data deletions, retention changes, log deletions, domain changes, certificate renewals, patches,
vulnerability fixes, library upgrades, dependency upgrades, dependency updates, new dependencies, code reviews, workflow changes, webhook changes, billing plan changes, plan upgrades, plan downgrades, account upgrades, account downgrades,
warranty claims, expense claims, insurance claims, claims, complaints, chargeback refunds, compensation payments, goodwill gestures, replacements orders, reshipments, price matches, bank transfers abroad, crypto transfers, stock trades, dividends, share grants, equity grants,
option grants, referral bonuses, relocation packages, severance payments, overtime, job postings, reference letters, contract renewals, contract amendments, contract terminations, vendor changes, sponsorships, grants of credit, tenant moves, public statements, media statements,
interviews, ad campaigns, ads, push notifications, surveys, broadcasts, direct messages, calendar events, file deletions, folder shares, link shares, public links, API calls, model trainings, prompts, ownership transfers, repository deletions, repository transfers, visibility changes, tag deletions, branch deletions,
data restores from backup, infrastructure deletions, resource deletions, database drops, table drops, failovers, DNS changes, network changes, VPN changes, access reviews, role grants, break-glass logins, break-glass access, password changes, account recoveries, account unlocks, device wipes, device enrolments, software installs, software installations
""")
SAMPLE = Vocabulary(
    groups={name: name for name in GROUPS},
    connectors={name: name.casefold().replace(" ", "_") for name in CONNECTORS},
    agents={"Refunds agent": "Refunds agent", "Support agent bot": "Support agent bot"},
    objects=OBJECTS,
    fields=_names("Status, Priority, Owner, Amount, Stage, Email, Phone, Address, Close date, Salary, Price, Role"),
    categories=CATEGORIES,
    domains=("acme.com",),
    currency="USD",
    open=True,
)
