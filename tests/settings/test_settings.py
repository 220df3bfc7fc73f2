"""A data manager who mistypes reads where, what, and the nearest valid spelling."""

import re
from pathlib import Path

import pytest

from pipeline.errors import SetupError
from pipeline.settings import find_stage, load_settings
from pipeline.tokens import read_token

ROOT = Path(__file__).parents[2]
TEMPLATE = (ROOT / "config/programme.toml").read_text(encoding="utf-8")


def a_programme(folder, *changes):
    """The shipped programme with some texts replaced; each must be there."""
    text = TEMPLATE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config/programme.toml").write_text(text, encoding="utf-8")
    return folder


def the_error(folder, *changes):
    """The message for a changed programme."""
    with pytest.raises(SetupError) as caught:
        load_settings(a_programme(folder, *changes), {})
    return str(caught.value)


def test_the_shipped_programme_is_valid(tmp_path):
    """What init lays out must load as it is."""
    settings = load_settings(a_programme(tmp_path), {"RETOUR_DATABASE_URL": "postgresql://x"})
    assert next(s.name for s in settings.stages) == "registration"
    assert settings.deployments()[0].key == "registration/burkina"
    assert settings.database_url == "postgresql://x"


def test_no_paper_holds_a_name_unless_somebody_wrote_so(tmp_path):
    """A forgotten table leaks nothing."""
    shipped = load_settings(a_programme(tmp_path), {}).names
    without = load_settings(a_programme(tmp_path, ("[names]\ncommittee = false", "[names]")), {}).names
    assert not any((shipped.committee, shipped.certificates, without.committee))
    assert load_settings(a_programme(tmp_path, ("committee = false", "committee = true")), {}).names.committee


def test_nothing_is_written_on_a_server_unless_somebody_wrote_so(tmp_path):
    """The teams must know what 'on hold' means before they see it, and to approve is a person's act."""
    shipped = load_settings(a_programme(tmp_path), {}).write_back
    without = load_settings(a_programme(tmp_path, ("enabled = false           #", "#")), {}).write_back
    assert not any((shipped.enabled, shipped.approve, without.enabled))
    assert load_settings(a_programme(tmp_path, ("approve = false", "approve = true")), {}).write_back.approve


def test_only_the_protection_stage_is_restricted_as_shipped(tmp_path):
    """Violence and trafficking must not be opened by forgetting a line; nothing else is hidden by accident."""
    stages = load_settings(a_programme(tmp_path), {}).stages
    assert [stage.name for stage in stages if stage.restricted] == ["protection"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("deletion_share =", "deletion_shar =")], r"\[limits\] deletion_shar: is no setting\. Did you mean 'deletion_share'\?"),
        ([('server = "kobo"', 'server = "kobbo"')], r"deployment 'burkina'\] server: there is no \[server\.kobbo\]\. Did you mean 'kobo'\?"),
        ([('kind = "kobo"', 'kind = "cobo"')], r"\[server\.kobo\] kind: 'cobo' is not known\. Did you mean 'kobo'\?"),
        ([("https://kf.", "kf.")], r"\[server\.kobo\] url: 'kf\.kobotoolbox\.org' is no web address"),
        ([('languages = [', 'languages = "fr" #')], r"\[programme\] languages: is 'fr', not a list of texts"),
        ([('name = "registration"', 'nam = "registration"')], r"\[stage '1'\] name: is missing\. 'nam' is there: did you mean that\?"),
        ([('name = "business_plan"', 'name = "registration"')], r"'registration' is there twice"),
        ([("deletion_share = 0.1", "deletion_share = 7")], r"deletion_share: 7 is not between 0 and 1"),
        ([("restricted = true", "restrictd = true")], r"\[stage 'protection'\] restrictd: is no setting\. Did you mean 'restricted'\?"),
        ([("certificates = false", "certificate = false")], r"\[names\] certificate: is no setting\. Did you mean 'certificates'\?"),
        ([("committee = false", 'committee = "non"')], r"\[names\] committee: is 'non', not true or false"),
        ([("[programme]", "[programme")], r"is not valid TOML: .*line 4"),
        ([('name = "committee"', 'name = "Comité de sélection"')], r"'Comité de sélection' cannot name tables"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_file_table_and_key(tmp_path, changes, expected):
    """The reader is no programmer: the message alone must be enough to mend the file."""
    message = the_error(tmp_path, *changes)
    assert message.startswith("config/programme.toml")
    assert re.search(expected, message), message


def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path):
    """The file is copied, mailed and committed; and the message may land in a log."""
    message = the_error(tmp_path, ('"env:RETOUR_KOBO_READ_TOKEN"', '"0123456789abcdef0123456789abcdef01234567"'))
    assert "looks like a token itself" in message
    assert "0123456789abcdef" not in message


def test_a_folder_without_a_programme_says_how_to_lay_one(tmp_path):
    """The commonest first mistake: the wrong folder."""
    with pytest.raises(SetupError, match="retour init"):
        load_settings(tmp_path, {})


def test_an_unknown_stage_names_the_nearest(tmp_path):
    """Stages are typed on the command line."""
    settings = load_settings(a_programme(tmp_path), {})
    with pytest.raises(SetupError, match="Did you mean 'committee'"):
        find_stage(settings, "comittee")


def test_a_token_comes_from_the_environment_by_name():
    """And a missing one says how to set it."""
    assert read_token("env:SECRET", {"SECRET": " abc "}) == "abc"
    with pytest.raises(SetupError, match="export SECRET="):
        read_token("env:SECRET", {})
