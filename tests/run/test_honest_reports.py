"""What a report says is so: rows that were written are counted, and what is incomplete is called so."""

from sqlalchemy import text

from pipeline.archive.erasure import erase


def test_a_failed_pull_leaves_the_form_incomplete_in_the_build_after_it(ground):
    """Who pulls and builds in two commands must not read 'complete' over a server that was never reached."""
    ground.fill()
    ground.run()
    uid = ground.uid()
    ground.change_settings(f'uid = "{uid}"', 'uid = "aWrongUidThatIsNowhere"')
    assert ground.retour("pull").code == 4
    ground.retour("build")
    assert ground.rows("SELECT is_complete FROM reporting.form_status") == [(False,)]
    ground.change_settings('uid = "aWrongUidThatIsNowhere"', f'uid = "{uid}"')
    ground.done("pull")
    assert ground.done("build", "--json").document["complete"] is True


def test_a_run_that_only_held_deletions_back_does_not_say_that_nothing_was_written(ground):
    """Rows that wait for a person are rows."""
    filled = [ground.fill() for _ in range(3)]
    ground.run()
    for one in filled:
        ground.delete(one)
    assert ground.retour("run", "--json").document["rows_written"] >= 3


def test_a_submission_posted_again_under_another_number_is_counted_as_written(ground):
    """Its row says where it is on the server now."""
    ground.fill()
    ground.run()
    one = ground.fill()
    ground.run()
    ground.delete(one)
    ground.send_again(one)
    before = ground.contents()
    written = ground.run("--scan")["rows_written"]
    assert ground.contents() != before
    assert written > 0


def test_submissions_of_a_form_that_cannot_be_read_are_set_aside(bare):
    """They are somebody's answers: visible in the queue, and the books balance."""
    bare.lay().done("forms", "deploy")
    bare.fill()
    bare.done("pull")
    with bare.engine.begin() as connection:
        connection.execute(text("UPDATE archive.form_edition SET xform = ''"))
    document = bare.done("build", "--json").document
    (form,) = document["forms"]
    assert (form["archived"], form["decoded"], form["set_aside"], document["balanced"]) == (1, 0, 1, True)
    assert document["rows_written"] > 0


def test_an_erased_submission_that_the_server_still_has_does_not_unbalance_the_books(ground):
    """Erased here for ever; the copy on the server is another office's to delete."""
    one, _ = ground.fill(), ground.fill()
    ground.run()
    with ground.engine.begin() as connection:
        erase(connection, one.instance_id, "asked for it")
    report = ground.run()
    assert (report["balanced"], report["complete"]) == (True, True)
    assert ground.row_of(one, "1") == []


def test_a_retry_that_leaves_the_books_unbalanced_fails_like_any_build(ground):
    """A scheduler reads exit codes only."""
    ground.fill()
    ground.run()
    with ground.engine.begin() as connection:
        connection.execute(text("DELETE FROM answers.household"))
    assert ground.retour("queue", "retry", "--json").code == 4
