"""The words of the language: which terminals of grammar.lark each phrase can be. A trailing * also takes the plural."""

WORDS: dict[str, str] = {
    # what may, must and must not be
    "WITHOUT": "without",
    "ASKING": "asking, being asked, asking anyone, asking anybody, asking first, prior approval being needed, review",
    "APPROVAL": "approval, sign-off, signoff, signature, authorisation, authorization, approvals, consent, permission, prior approval, "
                "written approval, prior written approval, explicit approval, prior authorization, an approval, confirmation, "
                "approval first, sign off, review and approval, pre-approval, human approval, manual approval, explicit sign-off, "
                "prior sign-off, prior consent, review, human review, a second pair of eyes, prior review, formal approval",
    "NO_APPROVAL": "no approval, no signature, no sign-off, no approvals, no signatures, no further approval, nobody's approval, "
                   "no prior approval, no review, no authorisation, no authorization, no additional approval, no human approval",
    "AUTOMATICALLY": "automatically, on its own, by itself, alone, on their own, by themselves, autonomously, unattended, straight away, "
                     "right away, freely, immediately, without delay, independently, unsupervised",
    "LET": "let",
    "ALLOW": "allow, permit, enable",
    "AUTO_APPROVE": "auto-approve, automatically approve, auto approve, autoapprove",
    "BE_AUTO_APPROVED": "auto-approved, automatically approved, approved automatically, pre-approved, preapproved, auto approved",
    "MAY": "may, can, could, are allowed to, is allowed to, are permitted to, is permitted to, are free to, is free to, are authorised to, "
           "are authorized to, is authorised to, is authorized to, may still, can still",
    "MAY_NOT": "may not, may never, must not, must never, cannot, can not, can't, can never, mustn't, should never, shall not, should not, "
               "shouldn't, are not allowed to, is not allowed to, aren't allowed to, isn't allowed to, are never allowed to, "
               "are not permitted to, is not permitted to, shall never, are never to, are not to, is not to, is never to, will not, won't, "
               "may under no circumstances, must under no circumstances, are forbidden to, is forbidden to, are prohibited from, "
               "is prohibited from, are forbidden from, are barred from, will never, may in no case",
    "MUST": "must, should, shall, have to, has to, need to, needs to, are to, is to, are required to, is required to, must always, will need to, "
            "should always, must first, have to first, always have to, will",
    "NOT_NEED_TO": "do not need to, don't need to, need not, does not need to, doesn't need to, do not have to, don't have to, needn't",
    "MAY_ONLY": "may only, can only, must only, should only, may just, are only allowed to, is only allowed to, are only permitted to, only may",
    "ONLY_SUGGEST": "only suggest, just suggest, only propose, suggest only, only draft, only recommend",
    "SUGGESTED": "suggested, proposed, suggested only, drafted, suggestions only, recommended",
    "NEVER": "never, do not, don't, do not ever, don't ever, never ever, under no circumstances, at no time, not",
    "FORBID": "disallow, forbid, prohibit, block, ban, never allow, do not allow, don't allow, never permit, deny, reject, refuse, disable, "
              "stop, prevent, do not permit, don't permit, decline, halt, always deny, always block, always reject, automatically reject",
    "FORBIDDEN": "forbidden, not allowed, never allowed, prohibited, banned, disallowed, blocked, not permitted, never permitted, off limits, "
                 "off-limits, denied, rejected, refused, strictly forbidden, strictly prohibited, out of bounds, declined, "
                 "never ok, not ok, not acceptable, never acceptable, stopped, not possible",
    "ALLOWED": "allowed, automatic, permitted, fine, ok, okay, acceptable",
    "PROCEED": "proceed, go ahead, run, be processed, be executed, happen, go through, be carried out, be done, be made, be issued, be sent, be given, "
               "be paid, be released, be performed, go out, be granted, be applied, be completed, execute, be submitted, take place, be initiated, "
               "be raised, be placed, be created, be merged, be deployed, be booked, be shared, be exported, be published, be paid out, be deleted, "
               "be used, be accepted, be started, be posted, be changed, be opened, be rotated, be updated, be refunded, be run, be reimbursed, "
               "be downloaded, be handled, be purchased, be ordered, be bought, be signed, occur, start, ship",
    "NO": "no, zero",
    "AGENTS": "agents, any agent, all agents, every agent, an agent, agent, ai agents, the ai, ai, bots, the bot, the assistant, it, they, you, we, "
              "the agents, our agents, automation, assistants, the system",
    "NO_AGENT": "no agent, no agents, nobody, no one, noone, none",
    "NEED": "need, needs, require, requires, must have, must be given, must get, must receive, must obtain, always need, always require, "
            "always needs, always requires, will require, will need, also need, also needs, also require, also requires, call for, calls for, "
            "must go through, shall require, should have, should get, demand, demands, must first get, must first have, additionally need, "
            "additionally require, still need, still needs, still require, are subject to, is subject to, require the, want",
    "SIGNED": "approved, signed, signed off, authorised, authorized, reviewed, countersigned, counter-signed, cleared, co-signed, "
              "reviewed and approved, okayed, ok'd, pre-approved, sanctioned, endorsed, approved in writing, approved first, "
              "approved in advance, approved beforehand, first approved, vetted, validated, accepted, dual-approved, green-lit, manually approved",
    "SIGN": "approve, sign, sign off on, authorise, authorize, review, confirm, countersign, sign off, clear, accept, ok, okay, co-sign, agree to, "
            "approves, signs, signs off on, signs off, authorises, authorizes, reviews, confirms, agrees to, agree, agrees, "
            "has approved, have approved, has signed, have signed, has signed off, have signed off, gives approval, gives the ok, has agreed, "
            "have agreed, has confirmed, have confirmed, has authorised, has authorized, consents, has said yes, says yes, reviews and approves, review and approve",
    "GO_TO": "go to, goes to, must go to, are routed to, is routed to, are escalated to, is escalated to, should go to, are sent to, "
             "have to go to, must be escalated to, must be referred to, are referred to, must be routed to, should be escalated to, escalate to, "
             "must be submitted to, is referred to, need to go to, go through, must be sent to, are decided by, is decided by",
    "ROUTE": "route, escalate, refer, forward, submit",
    "GET": "get, obtain, seek, have, request, secure, receive, ask for, wait for, getting, obtaining, first getting",
    "REQUIRE": "require, request, ask for, demand, always require, get, obtain, we require",
    "ASK": "ask, always ask, ask first, check with, consult, first ask, get approval from, get approval by, get sign-off from, seek approval from, "
           "obtain approval from, get permission from, wait for approval from, wait for approval by, get a sign-off from, obtain sign-off from, "
           "ask for approval from, request approval from, get an approval from, checking with, asking",
    "ASK_SOMEONE": "ask first, ask me first, always ask, check first, always ask first, ask before, get approval, get sign-off, seek approval, "
                   "obtain approval, wait for approval, ask a person, ask a human, ask someone, ask for approval, request approval, "
                   "require approval, require sign-off, require human approval, get human approval, get an approval, ask somebody, always get approval",
    "SEEK": "ask, check with, consult, get approval from, get sign-off from, get permission from, obtain approval from, seek approval from, "
            "need approval from, needs approval from, need sign-off from, need permission from, require approval from, wait for, "
            "must ask, must check with, must get approval from, must obtain approval from, must consult, must have approval from, "
            "should ask, should check with, should get approval from, need the approval of, need approval by, have to ask, has to ask, "
            "must get sign-off from, must seek approval from, need to ask, needs to ask, need to get approval from, must wait for approval from, "
            "must get permission from, must have sign-off from, must obtain sign-off from, require the approval of",
    "FOR": "for, about",
    "BEFORE": "before, prior to, ahead of, in advance of",
    "AFTER": "after, once, as soon as",
    "PERSON": "person, signer, approver, member, human, reviewer, colleague, approving review, approving reviewer",
    "PEOPLE": "people, persons, signers, approvers, members, signatures, approvals, humans, reviewers, sign-offs, reviews, colleagues, "
              "separate approvers, different people, approving reviews, people's approval, separate people, independent approvers, "
              "approving reviewers, distinct people, authorised signers, authorized signatories, authorised signatories, signatories, independent people, eyes",
    "DUAL": "dual approval, two-person approval, four eyes, a four-eyes check, four-eyes approval, dual sign-off, dual authorisation, dual authorization, "
            "two-person sign-off, dual control, the four-eyes principle, four-eyes review, two-person review, second approval, double approval, two-person integrity, "
            "four-eyes check, four-eyes principle",
    "SOMEONE": "someone, somebody, anyone, anybody, any of, any one of",
    "ANOTHER": "another, second, a second, different, other, an additional, additional, further, someone else, an independent, independent",
    "ELSE": "else, other than themselves",
    "EACH": "each, each of, every one of, all of",
    "BOTH": "both",
    "THEN": "then, and then, followed by, and afterwards, and after that, and finally, and subsequently, then by, and then by, and finally by, then finally, and then from",
    "IN_ORDER": "in order, in that order, in this order, in sequence, one after the other, sequentially",
    "BUT": "but",
    "ONLY": "only, just, solely, exclusively",
    "THESE_OBJECTS": "these objects, the following objects, following objects",
    "DO": "do, perform, take, carry out, execute",
    "ANYTHING": "anything, everything, all actions, any action, every action, all writes, all operations, any operation, actions, action, "
                "anything at all, every operation, all activity, things, operations",
    "EVERYTHING_ELSE": "everything else, anything else, all other actions, all else, the rest, any other action, all others, all other operations, other actions, rest",
    "CALL": "call, use, invoke",
    "CALLS": "calls, uses",
    "CALLING": "calling, using, invoking",
    "UNDO": "undo, take back, reverse",
    "UNDOING": "undoing, taking back, reversing, undos of, undos",
    "CHANGE": "change, alter, modify, adjust, touch",
    "CHANGES": "changes, modifications, alterations, adjustments, any change, a change, change",
    "CHANGING": "changing, altering, modifying, adjusting, touching",
    "CHANGED": "changed, altered, modified, adjusted, touched",
    "ALL": "all, any, every, each, all kinds of, any kind of, all types of",
    "MAKE": "make, issue, give, send, do, process, execute, perform, submit, initiate, create, apply, grant, offer, book, place, raise, run, "
            "trigger, start, carry out, release, complete, provide, enter into, hand out, write, handle, launch, open, file, record, enter",
    "MAKING": "making, issuing, giving, sending, processing, executing, performing, submitting, initiating, creating, applying, granting, offering, "
              "booking, placing, raising, running, triggering, starting, releasing, providing, completing, entering into, launching",
    "MADE": "made, issued, given, sent, processed, executed, performed, submitted, initiated, created, applied, granted, offered, booked, placed, raised, "
            "run, triggered, started, released, provided, completed, done, carried out, paid, paid out, launched, entered into, accepted, permitted",
    "OF": "of",
    "TO": "to, into",
    "IN": "in, on, within, inside, at, against",
    "BY": "by",
    "FROM": "from",
    "WITH": "with, including, that have, that has, which have, having, involving, carrying",
    "AND": "and, &, as well as, plus, and also",
    "OR": "or, and/or, or a, or an",
    "EITHER": "either",
    "BETWEEN": "between",
    "NOT_WORD": "not",
    # limits
    "OVER": "over, above, more than, greater than, larger than, higher than, exceeding, in excess of, that exceed, that exceeds, exceed, exceeds, "
            "worth more than, that are over, beyond, that are above, bigger than, which exceed, costing more than, valued over, valued at more than, "
            "totalling more than, totaling more than, that is over, valued above, that are more than, worth over, of over, of more than, for more than, for over, "
            "that cost more than, costs more than, cost more than, costs over, longer than, with a value over, with a value above, with a value of more than, with an amount over, at more than, in amounts over, "
            "of value over, greater in value than, that total more than, whose amount exceeds, whose value exceeds, whose amount is over, with a total over, with a total above, goes over, go over, gets over, rises above",
    "UP_TO": "up to, at most, no more than, not more than, not over, not exceeding, a maximum of, maximum of, no greater than, not above, up to and including, "
             "of up to, that do not exceed, for up to, worth up to, maximum, max, does not exceed, do not exceed, doesn't exceed, don't exceed, not to exceed, "
             "as long as they do not exceed, of at most, of no more than, valued up to, totalling up to, no higher than, that don't exceed, with a value up to, costing up to, capped at, a max of",
    "UNDER": "under, below, less than, fewer than, smaller than, lower than, that are under, worth less than, of less than, for less than, that are below, "
             "of under, for under, costing less than, costing under, valued under, totalling less than, that is under, shorter than, that cost less than, valued below, with a value below, with a value under, "
             "with a value of less than, lower in value than, that stay under, that are less than, worth under",
    "AT_LEAST": "at least, no less than, not less than, no fewer than, not under, not below, a minimum of, of at least, starting at, worth at least, "
                "that reach, reaching, minimum of, reaches, reach, for at least, from at least, valued at or above, at or above, equal to or above",
    "AT_OR_UNDER": "at or below, at or under, equal to or below",
    "MORE": "more, over, above, greater, up, upwards, higher, or more, later",
    "LESS": "less, under, below, fewer, lower, smaller",
    "WORTH": "worth, costing, valued at, totalling, totaling, of, for, amounting to, with a value of",
    "EXACTLY": "exactly",
    "PERCENT": "%, percent, per cent, percentage points",
    "FROM_THERE": "from there, above that, beyond that, over that, anything above that, anything above, anything over that, anything over, anything beyond that, larger ones, "
                  "higher amounts, larger amounts, anything higher, anything larger, above, anything more, more than that, everything above that, beyond, everything above, "
                  "anything beyond, everything over that",
    "PER": "per, each, every, a, for each, in a, within a, in any, in one, in any one, over a, to the same, for the same, by the same, to any one, for any one, to one, within one, to a single, for a single, per single, "
           "within the same, in the same, for every, to each, on the same, against the same, to any single, in a single, within any, for any single, over any",
    "SO_FAR": "so far today",
    "PERIOD_NAME": "hour, day, week, month, quarter, year, calendar day, calendar month, run, 24 hours, calendar week, business day, fiscal year, financial year",
    "PERIODLY": "hourly, daily, weekly, monthly, quarterly, yearly, annually, annual, today, this week, this month, this year, this quarter, "
                "so far today, in this run, this run, per annum, in total ever, within one run, this hour",
    "ROLLING": "rolling",
    "ONCE": "once, after, as soon as, when",
    "HAS_BEEN": "has been, have been, was, were, is, are, has already been, have already been, had been",
    "STOP_FOR": "stop for, pause for, block for, halt for, stop until the end of, stop everything for",
    "LIMIT_TO": "limit, cap, restrict, keep",
    "LIMITED_TO": "are limited to, is limited to, are capped at, is capped at, may not exceed, must not exceed, cannot exceed, can't exceed, can not exceed, should not exceed, shall not exceed, "
                  "must stay under, must be at most, are restricted to, must stay at or under, may never exceed, must never exceed, must not be more than, must be no more than, must not go over, "
                  "may not be more than, cannot be more than, must remain at or below, must stay at or below, may be at most, shall never exceed, may not go over, must stay within, cannot be over, may not be over, must not be over, should be at most",
    "LIMITED_UNDER": "must be under, must be below, must be less than, must remain below, must stay below, must remain under, should be under",
    "TOTAL": "total, running total, sum, cumulative total, in total, altogether, cumulatively, combined, in aggregate, the total amount, total amount, overall, total value, number, total number, count",
    "TIMES": "times, time",
    "SAME": "same",
    "ALREADY": "already",
    # when
    "WHEN": "when, if, where, whenever, as long as, provided, provided that, in case, while, given that, so long as, on condition that, for cases where, in cases where, in the event that, "
            "assuming, where the, because, for which, whose",
    "UNLESS": "unless, except if, except when, except where, other than when, save when, but not if, but not when, except in cases where, unless and until, "
              "other than where, not if, not when, except while, except during cases where",
    "ONLY_IF": "only if, only when, only where, only after, only once, if and only if, only as long as, only while, only provided, only provided that",
    "UNTIL": "until, till, before",
    "THROUGH": "through, until the end of, up to and including, until and including",
    "EXCEPT": "except, except for, other than, but not, excluding, apart from, save for, with the exception of, with exception of, aside from, not including, except to, except those, besides",
    "BUT_TO": "but, but to, except to, but the, except",
    "THAT": "that, which, who, if they, if it",
    "AMOUNT": "amount, value, total, amount moved, cost, price, sum, total value, total amount, total cost, transaction value, order value, amount requested, refund amount, transaction amount, "
              "payment amount, total price, invoice amount, contract value",
    "IT": "it, they, this, this one, these, action, deed, that",
    "IS": "is, are, was, were, 's, has been, have been, be, been, gets, becomes, 're, remains, being",
    "IS_NOT": "is not, are not, isn't, aren't, was not, were not, wasn't, weren't, has not been, have not been, hasn't been, haven't been, is never, is no longer, are no longer, is not yet, are not yet, "
              "has not yet been, have not yet been, not",
    "HAS": "has, have, had, carries, carry, comes with, contains, includes",
    "HAS_NO": "has no, have no, does not have, doesn't have, has not, carries no, without, don't have, do not have, lacks, lack, comes without",
    "NOT_SO": "it is not so that",
    "RECIPIENT": "recipient, any recipient, one recipient, at least one recipient, recipients, addressee",
    "EVERY_RECIPIENT": "every recipient, all recipients, each recipient, all of the recipients",
    "OUTSIDE": "outside our domains, outside our domain, outside our own domains, external, outside our company, outside our organisation, "
               "outside our organization, outside company, outside organization, outside organisation, external to company, outside our own domain, outside business",
    "INSIDE": "inside our domains, inside our domain, in our domains, in our own domains, internal, within our domains, inside our own domains, "
              "inside our company, inside company, within company, inside our organisation, within our organisation, inside our organization, within our organization, "
              "inside organization, within organization",
    "OUTSIDERS": "anyone outside our domains, external domains, external recipients, external addresses, external people, people outside our domains, anybody outside our domains, outsiders, "
                 "an external domain, external domain, recipients outside our domains, anyone external, addresses outside our domains, domains outside our own, anyone outside our domain, "
                 "anyone outside our company, people outside our company, external parties, external users, outside parties, external recipient, external address, external email addresses, "
                 "anyone outside company, anyone outside organization, anyone outside organisation, people outside company, people outside organization, external contacts, "
                 "third parties, external party, a third party, third party, outside addresses, external email domains, someone outside company, recipients outside company, recipients outside organization, "
                 "external collaborators, external email address, anyone outside our organisation, anyone outside our organization, people outside our organisation, people outside our organization, "
                 "recipients outside our company, recipients outside our domain, people outside organisation, parties outside company, external guests, outside our company, outside our domains, "
                 "outside company, outside organization, outside organisation, outside our organization, outside our organisation, non-company addresses, a domain outside our own, recipient outside our domains, "
                 "anyone who is external, non-company domains, external e-mail addresses",
    "EXTERNALLY": "externally, outside",
    "INTERNALLY": "internally",
    "INSIDERS": "anyone inside our domains, people inside our domains, our own domains, our domains, internal recipients, recipients inside our domains, internal addresses, anyone inside our domain, "
                "addresses inside our domains, our own people, internal users, colleagues, internal people, employees, people inside our company, anyone inside our company, anyone inside company, "
                "people inside company, our own domain, internal staff, coworkers, co-workers, anyone in company, inside company, our own company, internal domains, internal email addresses",
    "EXTERNAL": "external, outbound, outgoing",
    "INTERNAL": "internal",
    "RECORDS": "records, record, rows, row, files, file, items, item, customers, contacts, documents, document, entries, objects, tickets, accounts, users, lines, transactions, "
               "customer records, people's records, leads, invoices, orders, emails at once, devices, mailboxes, contact records, user records, entries at once, rows of data, table rows, records at once, "
               "records at a time, files at once, items at once, rows at once, users at once, accounts at once, customer accounts, database rows, records in one go",
    "COUNTED": "recipients, attachments, links, people, addresses, recipient, attachment, seats, licences, licenses, hosts, instances, servers, nights, units, lines of code, participants, guests, nodes, reviewers, "
               "words, characters, pages, vcpus, replicas, working days, addressees",
    "TOUCHING": "touching, touch, change, changes, changing, that touch, that change, affecting, that affect, that affects, which affect, impacting, updating, involving, covering, that cover, containing, that contain, of",
    "CHANGE_IT": "change, changes, are changed, is changed, are touched, is touched, are affected, would change, are changed at once, would be changed, is affected, would be affected",
    "FIELD": "field, fields",
    "ANY_OF_FIELDS": "any of the fields, one of the fields",
    # time
    "UNIT": "minute, minutes, hour, hours, day, days, week, weeks, month, months, year, years, min, mins, calendar days, h, hrs, hr, second, seconds",
    "OLD": "old, of age",
    "AGO": "ago, or earlier",
    "OLDER": "older than, more than, over, longer ago than, aged over, aged more than",
    "NEWER": "newer than, younger than, less than, within last, under, within, more recent than, made within last, placed within last, from last, placed within, made within",
    "WITHIN": "within, no later than, at most, inside, in",
    "OF_EVENT": "of, after, from, since, following",
    "WORKING_HOURS": "working hours, business hours, office hours, normal working hours, work hours, regular hours, normal business hours, our working hours, regular business hours, opening hours, core hours, working time, "
                     "normal office hours, standard business hours, regular working hours",
    "OUTSIDE_HOURS": "outside, out of, outside of",
    "DURING": "during, in, within, inside, throughout",
    "AFTER_HOURS": "after hours, out of hours, out-of-hours, after-hours, outside hours",
    "WEEKEND": "weekend, weekends, the weekend",
    "WEEKDAYS": "weekdays, workdays, working days, business days, a weekday, a workday, weekday, working day",
    "NIGHT": "at night, overnight, during the night",
    "ON": "on, at, during, over, in",
    "AM": "am, a.m, a.m.",
    "PM": "pm, p.m, p.m.",
    "NOON": "noon, midday",
    "MIDNIGHT": "midnight",
    "OCLOCK": "o'clock, hrs",
    "RECIPIENT_TIME": "for the recipient, in the recipient's time zone, recipient's time, in the recipient's timezone, recipient's local time, in the recipient's local time, in their local time, customer's local time, "
                      "in the customer's time zone, in the customer's local time, local time of the recipient, in their time zone, where the recipient is, in recipient's zone, for the customer, in local time of the recipient, recipient's time zone, "
                      "in customer's timezone, customer's time zone",
    "OUR_TIME": "our time, local time, in our time zone, office time",
    "FREEZE": "freeze, freezes, freeze period, freeze window, change freeze, code freeze, holiday freeze, release freeze, deployment freeze, year-end freeze, freeze periods, blackout, blackout period, blackout window, "
              "moratorium, maintenance freeze, quarter-end freeze, black friday freeze, quarter-end close, christmas freeze, month-end freeze, lockdown, month-end close, year-end close, quiet period, blackout periods, peak freeze, production freeze",
    "IN_FORCE": "in force, active, on, in effect, in place, ongoing, under way, declared",
    "THERE_IS": "there is, there are, there's",
    "THERE_IS_NO": "there is no, there are no, there isn't, there's no, there is not",
    # data
    "LABELLED": "labelled, labeled, classified, classified as, marked, marked as, tagged, tagged as, labelled as, labeled as, with the label, with label, categorised as, categorized as, flagged as, designated, with classification, with the classification, tagged with, bearing the label, that are classified as, that are labelled, "
                "that are labeled, that are marked, that is classified as, that is labelled, rated",
    "CONTAINING": "containing, that contain, that contains, which contain, including, with, that include, that includes, holding, that hold, which contains, involving, that mention, mentioning, about, concerning",
    "CONTAINS": "contains, contain, includes, include, mentions, mention, says, say, has, have, holds, hold, involves, involve, concerns",
    "CONTAINS_NO": "does not contain, do not contain, doesn't contain, don't contain, contains no, contain no, does not include, does not mention, doesn't mention",
    "TEXT_OF": "text, message, body, content, email, subject, outgoing text, message text, its text, reply, post, mail, contents, wording",
    "WORD_OF": "word, words, phrase, text, term, string, expression, keyword, words like",
    "FOUND_LINKS": "link, links, url, urls, outgoing links, external links, a link, hyperlinks, web links, web addresses, web address, hyperlink",
    "FOUND_CODES": "codes, code, verification codes, one-time codes, verification code, one-time code, login codes, otp codes, otps, security codes, access codes, one-time passwords, a code, 2fa codes, one-time passcodes, pin codes, pins, security code",
    "FOUND_IDS": "identity numbers, identity number, social security numbers, social security number, ssns, ssn, national id numbers, national identity numbers, passport numbers, id numbers, national insurance numbers, personal identity numbers, cpr numbers, government ids, government id numbers, passport number",
    "FOUND_CARDS": "card numbers, credit card numbers, card number, credit card number, payment card numbers, credit cards, card details, credit card details, credit card data, full card numbers",
    "FOUND_BANK": "iban, ibans, bank account numbers, account numbers, bank account number, account number, routing numbers, bank numbers",
    "FOUND_SECRETS": "secrets, secret, known secrets, passwords, password, api keys, api key, credentials, tokens, access tokens, private keys, access keys, a known secret, secret keys, private key, keys or passwords",
    "DATA": "data, information, content, material, records, files, documents, file, document, record, attachment, attachments, details, fields, datasets",
    # lists, firsts, checks
    "GOES_TO": "it goes to one of the, it goes to, it goes to someone on, it is sent to, they go to, it is paid to, goes to",
    "GOES_NOT_TO": "it does not go to, it doesn't go to, it is not sent to, it is not paid to",
    "ON_LIST": "on list of, on the list of, in list of, in the list of, among, on our list of, from list of, on, in, one of, from our list of, on a list of",
    "NOT_ON_LIST": "not on list of, not on the list of, not in list of, not in the list of, not among, not on our list of, not on, not in, outside our list of, outside list of, not one of, not on an, not from our list of, who are not on, who is not on, that are not on, that is not on, who are not in, that are not in",
    "LIST": "list, whitelist, allowlist, register",
    "PARTY": "payee, payees, vendor, vendors, supplier, suppliers, beneficiary, beneficiaries, account, accounts, address, addresses, recipient, recipients, customer, customers, contact, contacts, counterparty, anyone, anybody, "
             "someone, people, merchant, merchants, bank account, bank accounts, partner, partners, employee, employees, destination, somebody, whoever, party, parties, wallet, wallets, destinations, ip addresses, repository, repositories, application, applications, website, websites, domain, domains, countries, country, contractor, contractors, payee account",
    "FIRST_TIME": "first, first time, first-ever, very first, first ever, initial",
    "FIRST_PARTY": "first-time, new, previously unknown, never before paid, unseen, brand-new, brand new, unknown, never-before-seen",
    "FIRST_WORDS": "it is first time for, it is the first time for, this is first time for, is first time for, happens for first time for",
    "CHECK": "check, status check, checks, verification, required check, required checks, test suite, pipeline",
    "HAS_PASSED": "has passed, have passed, passed, pass, passes, succeeds, succeed, has succeeded, have succeeded, is green, are green, is passing, are passing, is complete, are complete, is completed, has completed, have completed, "
                  "is verified, has been verified, have been verified, was verified, is confirmed, has been confirmed, is successful, was successful, is done, has been completed, have been completed, has been done, are successful, has cleared, is clean, has been passed, "
                  "verified, confirmed, completed, green, were verified, are verified, was confirmed, came back clean, is validated, has been validated, are all green, have all passed, all pass, has been checked, were successful",
    "HAS_NOT_PASSED": "has not passed, have not passed, did not pass, fails, fail, has failed, have failed, is red, are red, is failing, are failing, is not green, are not green, is not verified, has not been verified, have not been verified, "
                      "is not complete, has not been completed, failed, is unverified, was not verified, is not confirmed, has not been confirmed, is incomplete, haven't passed, hasn't passed, has not been done, do not pass, does not pass, don't pass, "
                      "is not passing, are not passing, is not done, hasn't been verified, haven't been completed, is not completed, are not complete, isn't verified",
    "PASSING": "passing, passed, green, successful, completed, verified, clean",
    "VERIFYING": "verifying, confirming, completing, passing, checking",
    "RUN_DID": "run has already done, run has done, run already did, same run has done",
    "IN_RUN": "in run, in this run, in same run, in the same run, earlier in run, earlier in the same run, during the same run, in the run, first, beforehand, already, earlier, previously",
    "COME_WITH": "must come with, must include, must carry, must state, must have, must be accompanied by, must be supported by, need, needs, require, requires, must reference, must mention, must name, must cite, must give, come with, must be backed by, "
                 "should include, should have, must be linked to, must be documented with, must contain, always need, must quote, should come with, must be justified with, must be tied to, have to include, need to include, must provide, must be submitted with, must specify, should reference, "
                 "must be associated with, need to have, must link to, must have a linked, must be recorded with, also need, also require, must always include, must show, must attach, shall include",
    "ASK_FOR": "ask for, require, demand, request, collect, record, attach, include, give, state, provide, with",
    "GIVEN": "reason, written reason, reasons, justification, business justification, explanation, ticket number, ticket, receipt, receipts, itemised receipt, itemized receipt, incident number, change ticket, "
             "purchase order number, po number, reason code, comment, cost centre, cost center, project code, rollback plan, business reason, written justification, invoice number, invoice copy, support ticket, jira ticket, change request number, "
             "change number, case number, contract number, quote copy, reference number, reference, original receipt, business purpose, list of attendees, linked ticket, linked issue, issue number, jira issue, three quotes, incident ticket, description, "
             "test plan, backout plan, business case, approval number, supporting documents, documentation, a note, note, proof of purchase, photo, signed contract, backup, vat invoice, gl code, budget code, cost code, statement of work, legal basis, ticket reference, "
             "ticket id, linked jira issue, written explanation, receipt photo, supporting invoice, valid receipt, competitive quotes, valid reason, cr number, itemised invoice, itemized invoice, memo, proof of delivery, three competitive quotes, change record, change request id",
    "NO_MATTER": "regardless of amount, whatever the amount, of any amount, regardless of value, regardless of the amount, no matter the amount, of any size, of any value, of any kind, at all, regardless of size, in any amount, always, ever, whatsoever, in all cases, no matter how small, "
                 "in any case, without exception, at any time, for any reason, irrespective of amount, under any circumstances, of whatever amount, every time, no matter the value, irrespective of value, no exceptions, no matter what",
    # risk, way back, origin
    "RISK_LEVEL": "low, medium, high, critical",
    "RISK": "risk, risk level, its risk",
    "RISKY": "high-risk, high risk, critical-risk, low-risk, low risk, medium-risk, medium risk, critical risk, critical",
    "OR_ABOVE": "or above, or higher, and above, or more, and up, and higher, or greater, or worse, or up, and upwards, or over, or more senior, and over",
    "OR_BELOW": "or below, or lower, and below, or less, and lower, and under, or under",
    "IRREVERSIBLE": "irreversible, non-reversible, permanent, unrecoverable, destructive",
    "REVERSIBLE": "reversible, undoable, exactly reversible",
    "CANNOT_BE_UNDONE": "cannot be taken back, cannot be undone, cannot be reversed, can't be undone, can't be reversed, can not be undone, is irreversible, are irreversible, can't be taken back, is not reversible, are not reversible, cannot be rolled back, has no undo, have no undo, "
                        "can never be undone, cannot be reverted, can not be reversed, isn't reversible, is permanent",
    "CAN_BE_UNDONE": "can be taken back, can be undone, can be reversed, is reversible, are reversible, can be rolled back, can be reverted",
    "EXACTLY_UNDONE": "can be taken back exactly, can be undone exactly, is exactly reversible, can be reversed exactly, has exact undo",
    "NOT_EXACTLY_UNDONE": "cannot be taken back exactly, cannot be undone exactly, can't be undone exactly, is not exactly reversible",
    "MADE_GOOD": "can only be made good, can only be compensated",
    "EVERY_VALUE": "every value, all values, each value, everything in it, all of it, all arguments, every argument",
    "ANY_VALUE": "any value, a value, some value, any argument, an argument, any of it, anything in it, one of the values, any part of it, one of its values",
    "VALUE_OF": "value of, values of",
    "BY_PERSON": "was typed by the person, was typed by person, were typed by person, came from person, was asked for by person, was given by person, was entered by person, was typed by the asker, was typed by a person, was said by person, came from the asker, was typed by user, "
                 "was typed in by person, is typed by person, comes from person, was provided by person, were typed by asker, was typed by asker, was typed by human, was entered by user, was specified by person, came directly from person, came from user, is from person, were given by person, was given by asker, came from asker, was given by user, was provided by user, "
                 "was supplied by person, were entered by user, was requested by person, was typed by requester, was entered by requester, came from requester",
    "PERSON_TYPED": "person typed it, person asked for it, asker typed it, the person typed it, person typed them, user typed it, person typed it themselves, person who asked typed it, a person typed it, person entered it, user entered it, asker typed it themselves, requester typed it, user typed it themselves, person said so, "
                    "the user asked for it, user asked for it, person wrote it, asker entered it, a human typed it, human typed it, person who asked typed them, person gave it",
    "PERSON_TYPED_OF": "person typed, user typed, asker typed, person entered, requester typed, person gave, user entered, person who asked typed, person specified, user gave, person named, user specified",
    "FROM_OUTSIDE": "came only from outside text, came from outside text, comes from outside text, came from outside, comes only from outside text, came only from outside, was taken from outside text, comes from outside, was taken from an email, came from an email, came from a web page, came from a ticket, comes from an email, "
                    "came from a document, comes from a web page, comes from a ticket, were taken from outside text, came from untrusted text, comes from untrusted text, was found in an email, comes only from outside, is only from outside text, came only from untrusted content, comes from untrusted content, came from untrusted content, was taken from an incoming email, "
                    "come from outside text, come only from outside text, came in an email, is from outside text, appears only in outside text",
    "FROM_RECORD": "came from a trusted record, came from a record, comes from a trusted record, was read from a record, came from trusted record, comes from a record, came from our records, comes from our records, is from a trusted record",
    "FROM_MODEL": "was made up by the model, was made by the model, was made up by model, came from the model, was made by model, was invented by model, was generated by model, came from model, comes from model, comes from the model, was written by model, were made up by model, was guessed by model, was made up",
    "ASKED_FOR_BY": "it was asked for by, asked for by, requested by, asked by, initiated by, on behalf of, requested on behalf of, it is asked for by, it was requested by, raised by, submitted by, made by, started by, on request of, at the request of, at request of, triggered by, it was asked by, requester is, asker is, ordered by, acting for, working for",
    "NOT_ASKED_FOR_BY": "it was not asked for by, not requested by, not asked for by, not asked by, it was not requested by, requester is not, asker is not",
    "AGENTS_FOR": "agents asked by, agents acting for, agents working for, agents on behalf of, agents requested by, agents asked for by, agents used by, agents run by, agents of, agent asked by, agents serving, agents started by, agents acting on behalf of",
    "ACTION_IS": "action is",
    # extras
    "SECURITY_KEY": "security key, security keys, passkey, hardware key, yubikey, hardware security key, two-factor, 2fa, fido key, mfa, step-up authentication, two-factor authentication, multi-factor authentication, hardware token, passkeys, a second factor, second factor, fido2 key, re-authentication, biometric confirmation",
    "EACH_SIGNER": "each signer, every signer, all signers, signers, signer, each approver, approvers, approver, every approver, each of them, person who signs, whoever signs, approving person, all approvers",
    "CONFIRMS": "confirms, confirm, must confirm, signs, uses, use, must use, must sign, approves, sign, approve, must approve, authenticates, authenticate, must authenticate, needs, need, has to confirm, must re-authenticate, have to confirm, should confirm, must also confirm, must present",
    "SECOND_CHANNEL": "second channel, separate channel, another channel, different channel, second device, out of band, out-of-band, by phone, phone call, callback, call-back, by telephone, over phone, by calling back, call back, an out-of-band channel, second independent channel, "
                      "out-of-band confirmation, out-of-band verification, callback verification, phone confirmation, call-back verification, telephone confirmation, a callback",
    "BE_CONFIRMED": "confirmed, verified, double-checked, checked, authenticated",
    "CONFIRM": "confirm, verify",
    "HOLD": "hold, delay, wait, hold back",
    "HELD": "held, delayed, on hold, held back, kept on hold, put on hold",
    "TELL": "tell, notify, inform, alert, let know, copy, cc, send a notice to, send a notification to, keep informed, and tell, send a copy to, post a notice to",
    "TOLD": "told, notified, informed, alerted, copied, kept informed, in copy, cc'd, made aware",
    "EXPIRE": "expire, expires, lapse, lapses, end, ends, become void, is void, are void, run out, becomes invalid, become invalid, stop counting, time out, must expire, is valid no longer, will expire",
    "VALID_FOR": "valid for, good for, are valid for, is valid for, counts for, stays valid for, last for, lasts for, remain valid for, remains valid for, stay valid for, last, lasts, are only valid for, is only valid for, hold for, remain in force for",
    "APPROVALS": "approvals, approval, an approval, signatures, signature, sign-offs, sign-off, every approval, each approval, such approvals, approval given, granted approvals, any approval, authorisations",
    "RUN_FIRST": "may run first and need, run first and need, may run first and needs",
    "AFTERWARDS": "afterwards, after the fact, later, retroactively, retrospectively, after it ran, after, post hoc, afterward, after execution, after the event, after deployment, of it",
    "SIGN_LATER": "approved, signed, signed off, reviewed, confirmed, authorised, authorized, ratified",
    "MAY_RUN_FIRST": "may run first, can run first, may go ahead, may proceed immediately, may run at once, may proceed at once, may proceed, can proceed immediately, may be made immediately, may be done immediately, may go ahead immediately, can go ahead, can be done immediately, may go out immediately, may be deployed immediately, can be deployed immediately, "
                     "can run immediately, may run immediately, may be executed immediately, may be issued immediately, can be applied immediately, may be applied immediately, can proceed, may be implemented immediately, can be made immediately, may be run immediately, may be granted immediately, can be granted immediately",
    "MUST_BE": "must be, have to be, has to be, should be, need to be, needs to be, are, is, are to be, shall be, must also be, must always be, must first be, will be, get, gets, must get, require being",
    "REASON_BY": "with a reason, giving a reason, with a written reason, with reason",
    # what always holds
    "ALWAYS_OWN": "nobody approves their own request, nobody may approve their own request, no one approves their own request, no one may approve their own request, nobody signs what they asked for themselves, agents may not approve their own actions, requesters cannot approve their own requests, "
                  "no one can approve their own request, nobody can approve their own request, nobody signs their own request, requesters may not approve their own requests, no self-approval, self-approval is not allowed, self-approval is forbidden, the asker never signs, approvers may not approve their own requests, "
                  "approvers cannot approve their own requests, no one may approve their own requests, nobody may approve their own requests, nobody may sign their own request, approver must not be requester, approver must be different from requester, requester and approver must be different people, the requester may not approve, "
                  "you cannot approve your own request, employees may not approve their own expenses, no one approves their own expenses, no one may approve their own expenses, self approval is not allowed, employees cannot approve their own expenses, nobody approves their own expenses, authors cannot approve their own pull requests, "
                  "authors may not approve their own changes, nobody may approve their own changes, no one can approve their own pull request, pull request authors cannot approve their own changes, managers may not approve their own expenses, an approver cannot approve their own request, approver may not be requester, approver cannot be requester, "
                  "the person who asks never signs, no one may sign off on their own request, segregation of duties applies",
    "ALWAYS_SAME": "same person never signs twice, nobody signs twice, the same person cannot approve twice, same person may not approve twice, no one may approve twice, same person cannot sign twice, one person cannot sign twice, two approvals must come from different people, approvals must come from different people, approvers must be different people, "
                   "both approvers must be different people, same person may not sign twice",
    "ALWAYS_LOGGED": "everything is logged, every action is logged, all actions are logged, log everything, all actions must be logged, every action must be logged, everything must be logged, log all actions, record every action, all actions are recorded in audit log, keep an audit log, keep an audit trail, log every action, "
                     "every action is recorded, all changes must be logged, all changes are logged, all activity is logged",
    "ALWAYS_SIGNED_TEXT": "only what was signed runs, what runs is what was signed, a changed request needs new approval, changes after approval require new approval, edits after approval need a new approval, any change after approval requires re-approval, stale approvals are dismissed, new commits dismiss approvals, "
                          "approvals are dismissed when new commits are pushed, dismiss stale approvals, dismiss stale reviews, edits after approval require re-approval, an edit needs a new approval",
    "ALWAYS_ONCE": "nothing runs twice, no action runs twice, no action is sent twice, never do same thing twice, never pay twice, an action never runs twice, no payment is sent twice, each action runs once, never send same payment twice",
    "NEXT_LEVEL": "escalated to next level, next level up",
    "COUNT_OF": "number of, count of, amount of",
    "G_CHECK": "testing, running tests",
    "AGE": "age",
    "BE": "be, been, being, get",
    "BEFORE_THIS": "before this one, so far, until now",
    "WITH_THIS": "with this one, including this one, together with this one",
    "BEING": "being, getting",
    "ENVIRONMENT": "environment, system, channel, branch, environments, branches, channels, systems, database, country, countries, region, site, folder",
    "EVER": "ever, in total, overall, lifetime, in lifetime",
    "GIVEN_FOR": "there must be",
    "GO_OUTSIDE": "go outside, go outside company, leave company, leave organization, leave organisation, go to outsiders, go external, go to external recipients, leave our domains, leaves company, leaves our domains, goes outside, goes outside company, leave our company, leaves our company",
    "HAPPENED": "happened, came, was done, were done, has happened, has been done, have been done, was made, came first",
    "HAPPENS": "happens, happen, is made, are made, is issued, are issued, is sent, are sent, goes out, go out, is processed, are processed, occurs, occur, takes place, is done, are done, is executed, are executed, is created, are created, is granted, are granted, is merged, is deployed, is approved, fails, is paid, are paid, "
               "is performed, are performed, is attempted, are attempted",
    "HELD_FOR": "wait for, wait, waits for, are held for, is held for, cool off for, have a hold of, must wait for, must wait, cooling-off period of, a cooling-off period of, a waiting period of, waiting period of, hold of, a hold of",
    "HOLD_NOUN": "hold, wait, delay, cooling-off period, waiting period, pause",
    "IF_SO": "as long as it is, provided it is",
    "IN_ADVANCE": "in advance, beforehand, before it is sent, before they are sent, before being sent, before execution, before it runs, before they run, before payment, before release, before merging, before merge, before they go out, before proceeding, before being issued, before being processed, before it is executed, before it proceeds, "
                  "before they are issued, before it goes out, before they are paid, before being paid, before being made, before they are made, before it is made, before it is issued, before it is paid, before processing, before issuing, before sending, before they are processed, before they proceed, before they are executed, before it is processed, "
                  "before it goes live, before they go live, before being executed, before work starts, before booking, before purchase, before submission, before signing, before it is deployed, before they are deployed, before deployment, prior to payment, prior to release, prior to execution, prior to merge, prior to merging, prior to booking, prior to purchase, prior to implementation, before implementation, "
                  "before any commitment is made, before they can be merged, before they can be paid, before it can be merged, before being merged, before being deployed, before posting, before publication, before they are published, before being published, before it is released, before being released, before they are released, before they take effect, before it takes effect",
    "LAST": "last, past, previous",
    "MISSING": "missing, not given, absent, not attached, not provided, not stated, blank, empty",
    "MORE_THAN": "more than, over",
    "MUST_NOT_BE": "are not, is not, aren't, isn't, must not be, are never, is never",
    "NOT_NEED": "do not need, don't need, does not need, doesn't need, do not require, don't require, does not require, doesn't require",
    "OF_KIND": "of kind, of type, kind of",
    "OLD_THAN": "older than",
    "PERIOD_WORD": "period, window, rolling window, rolling period, span",
    "REQUIRED": "required, needed, mandatory, necessary, obligatory, compulsory, always required, requested, required first, also required, additionally required",
    "SECOND": "second confirmation, second verification, second check, confirmation, verification, independent confirmation, re-confirmation",
    "SENDING": "sending, executing, processing, issuing, paying, merging, deploying, release, execution, going live, publication, submission, publishing, purchase, proceeding, payment, posting, implementation, booking, signing, work begins, work starts",
    "SIGNING": "signing, approving, reviewing, knowing, looking, checking",
    "SOMETHING": "something, anything, someone, anyone, a thing, it, data",
    "STOP_DOING": "stop, pause, halt, suspend, block",
    "STOP_IT": "stop, stops, pause, pauses, halt",
    "SUGGEST": "suggest, propose, recommend, draft",
    "TALLY": "count, number of them, number",
    "THOSE": "those, ones, amounts, refunds, anything, everything, purchases, payments, requests, expenses",
    "UP_TO_WORD": "up to, to",
    "USING": "using, via, through, over, with, per",
    "TWICE": "twice, a second time, more than once, again, two times",
    "ASKS": "asks, ask, requested it, is asking, asks for it, requests it, request it, asked for it, made request, makes request, is requester, is the requester",
    "SIGN_USD": "$, us$",
    "SIGN_EUR": "€",
    "SIGN_GBP": "£",
    "SIGN_KR": "kr, kr., kroner, kronor, kroner.",
    "COMMA": ",",
    "SEMI": ";",
    "COLON": ":",
    "DASH": "-, –, —",
    "PERIOD": ".",
}  # fmt: skip

NUMBERS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        start=1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "single": 1}  # fmt: skip
DAYS = {day: n for n, day in enumerate("monday tuesday wednesday thursday friday saturday sunday".split(), start=1)}
MONTHS = {
    month: n
    for n, month in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
SIGNS = {"SIGN_USD": "USD", "SIGN_EUR": "EUR", "SIGN_GBP": "GBP"}
CROWNS = frozenset({"DKK", "NOK", "SEK"})
CURRENCY_WORDS = {"dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "yen": "JPY",
                  "us dollars": "USD"}  # fmt: skip
CURRENCIES = frozenset(
    "AED AUD BHD BRL CAD CHF CLP CNY CZK DKK EUR GBP HKD HUF ILS INR ISK JOD JPY KRW KWD MXN MYR NOK NZD OMR PHP PLN "
    "RON SEK SGD THB TND TRY TWD USD VND ZAR".split()
)
ARTICLES = frozenset({"a", "an", "the"})

# A name with one of these words in it is written in quotes: it could be read as a part of the sentence.
STRUCTURAL = frozenset(
    "a an the and or but of to in on by from for before about when if where without never no not do need needs require "
    "requires ask let allow may can must only each both either over above up under below at least most than between "
    "anyone anybody someone somebody person people is are unless except until with per within after has have then".split()
)
