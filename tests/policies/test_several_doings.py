"""Several doings of one thing, and doings that are said of an agent or by a light verb: each at its limits."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.language.slips import slip
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

WORDS = vocabulary_of([], {})
READ = (
    ("Throttling or pausing a crawler needs Legal.",
     '"throttling crawler" and "pausing crawler" need one person from Legal.'),
    ("Agents may not throttle or unpause crawlers.",
     'Never make "throttling crawlers" or make "unpausing crawlers".'),
    ("An agent may archive, snooze or relabel threads without approval.",
     'Make "archiving threads", make "snoozing threads" and make "relabeling threads" without asking.'),
    ("Sampling or deleting a dataset needs Legal.",
     '"sampling dataset" and deletions of Dataset need one person from Legal.'),
    ("The agent may neither crop nor rotate scans.", 'Never make "cropping scans"; never make "rotating scans".'),
    ("It never crops scans.", 'Never make "cropping scans".'),
    ("No wiki may be made public.", 'Never make "making wiki public".'),
    ("No wiki is made public without the approval of Legal.", '"making wiki public" need one person from Legal.'),
    ("Wikis may be made public only with approval from Legal.", '"making wikis public" need one person from Legal.'),
    ("The agent may take snapshots without approval.", "Back up without asking."),
    ("Payouts are only released during working hours.", "Never pay out unless it is within working hours."),
    ("A campaign goes out after approval by Marketing.", "Campaigns need one person from Marketing."),
    ("Giving a discount of more than 20 percent needs Sales.", "Discounts need one person from Sales when it is over 20%."),
    ("Sending postcards needs no approval.", 'Make "sending postcards" without asking.'),
    ("Deeds may neither be altered nor cancelled.", 'Never make "altering deeds" or make "cancelling deeds".'),
    ("Agents do not have to ask before they subtitle a film.", 'Make "subtitling film" without asking.'),
    ("Performing a hard reset needs Legal.", "Hard reset need one person from Legal."),
    ("Doing a factory reset needs Legal.", "Factory reset need one person from Legal."),
    ("Agents may tag and pin threads without approval.", 'Make "tagging threads" and make "pinning threads" without asking.'),
)  # fmt: skip
THROTTLE = "Throttling or pausing a crawler needs Legal."
THREADS = "An agent may archive, snooze or relabel threads without approval."
DECIDED: tuple[tuple[str, dict[str, Any], str], ...] = (
    (THROTTLE, {"tool": "web.throttle_crawler"}, "approve"),
    (THROTTLE, {"tool": "web.pause_crawler"}, "approve"),
    (THROTTLE, {"tool": "web.pause_feed", "object": "feed"}, "suggest"),
    (THREADS, {"tool": "mail.snooze_thread"}, "auto"),
    (THREADS, {"tool": "mail.archive_thread"}, "auto"),
    (THREADS, {"tool": "mail.archive_mailbox"}, "suggest"),
    (THREADS, {"tool": "mail.snooze_alarm"}, "suggest"),
    ("No wiki may be made public.", {"tool": "docs.make_wiki_public"}, "deny"),
    ("No wiki may be made public.", {"tool": "docs.create_wiki"}, "suggest"),
    ("It never crops scans.", {"tool": "media.crop_scan"}, "deny"),
    ("It never crops scans.", {"tool": "media.crop_photo"}, "suggest"),
)


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_each_is_done_to_the_thing_that_is_named_behind_them_all(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize(("sentence", "action", "outcome"), DECIDED)
def test_it_decides_what_is_done_to_that_thing_alone(sentence: str, action: dict[str, Any], outcome: str) -> None:
    assert answer([sentence], [action])["decisions"][0]["outcome"] == outcome


@pytest.mark.parametrize("sentence", ["It never needs it.", "Wikis are made.", "Throttling or needs Legal."])
def test_half_a_doing_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


@pytest.mark.parametrize(("word", "meant"), [("unblock", ""), ("replan", ""), ("blocck", "block"), ("approvel", "")])
def test_what_turns_a_known_word_round_is_no_slip_for_another(word: str, meant: str) -> None:
    assert slip(word, ["block", "unlock", "plan", "repan"]) == meant
