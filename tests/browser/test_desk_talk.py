"""Comments and preview links in a browser: no typed word is ever the price of talking, by mouse and by keyboard."""

import re

from playwright.sync_api import Locator, Page, expect

from briefs import commenting, roles
from briefs.models import Brief, Comment, PreviewLink
from briefs.writing import write
from tests import cast
from tests.browser.test_desk import card, sign_in
from tests.conftest import NewPage


def form_of(brief: Brief) -> str:
    return f"/admin/briefs/brief/{brief.pk}/change/"


def two_voices() -> Brief:
    brief = cast.make_brief("Two Voices")
    voices = [("<p>One.</p>", "Ada Roe", "Pilot"), ("<p>Two.</p>", "Ben Roe", "Owner")]
    write(brief, cast.content("Two Voices", quotes=voices))
    return cast.change(brief)


def button(page: Page, kind: str, place: int) -> Locator:
    """The button on a card that shows what is said about it."""
    return page.get_by_role("button", name=re.compile(f"Comments on {kind} {place}"))


def opens(page: Page, words: str) -> Locator:
    """What unfolds a part of the page."""
    return page.locator("summary").and_(page.get_by_text(words, exact=True))


def beside(page: Page) -> Locator:
    return page.locator(".talk-group:popover-open")


def test_a_comment_never_costs_the_words_that_are_typed_and_not_saved(page: Page) -> None:
    brief = two_voices()
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    page.get_by_label("Title", exact=True).fill("Words Not Saved")
    opens(page, "Comment on the whole brief").click()
    page.get_by_label("Your comment on the whole brief").fill("Shorter?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("heading", name="Comments 1 open")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Words Not Saved")
    assert Comment.objects.get().text == "Shorter?"


def test_a_quotation_is_spoken_of_beside_its_card_by_keyboard_alone(page: Page) -> None:
    brief = two_voices()
    wren = cast.person("wren", roles.WRITER)
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    button(page, "quotation", 2).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment on it")).to_be_focused()
    page.keyboard.type("Is he the owner, @wr")
    options = page.get_by_role("listbox", name="Colleagues").get_by_role("option")
    expect(options).to_have_text(["@wren Wren"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment on it")).to_have_value("Is he the owner, @wren ")
    page.keyboard.press("Control+Enter")
    expect(beside(page)).to_contain_text("Is he the owner, @wren")
    expect(opens(page, "Comment on it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(beside(page)).to_have_count(0)
    expect(button(page, "quotation", 2)).to_be_focused()
    expect(button(page, "quotation", 2)).to_have_accessible_name("Comments on quotation 2, 1 open")
    said = Comment.objects.get()
    assert (said.part, list(said.mentions.all())) == (brief.quotes.get(name="Ben Roe").key, [wren])


def test_a_thread_is_answered_resolved_and_reopened_and_is_still_so_after_a_reload(page: Page) -> None:
    brief = two_voices()
    commenting.say(brief, cast.person("wren", roles.WRITER), "Too long?")
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    talk = page.get_by_role("region", name="Comments")
    opens(page, "Answer").click()
    talk.get_by_label("Your answer").fill("A little.")
    talk.get_by_role("button", name="Answer").click()
    expect(talk.get_by_text("A little.")).to_be_visible()
    talk.get_by_role("button", name="Resolve").click()
    expect(talk.get_by_text("A little.")).to_be_hidden()
    page.reload()
    opens(page, "1 resolved").click()
    expect(talk.get_by_text("Resolved by Edda")).to_be_visible()
    talk.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("heading", name="Comments 1 open")).to_be_visible()
    assert Comment.objects.open().count() == 1


def test_comments_go_where_their_quotation_goes_before_and_after_the_save(page: Page) -> None:
    brief = two_voices()
    wren = cast.person("wren", roles.WRITER)
    for quote in brief.quotes.all():
        commenting.say(brief, wren, f"About {quote.name}.", quote.key)
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    words = page.get_by_role("region", name="Comments").locator(".talk-words")
    expect(words).to_have_text(["About Ada Roe.", "About Ben Roe."])
    page.get_by_role("button", name="Move quotation 2 up").click()
    expect(words).to_have_text(["About Ben Roe.", "About Ada Roe."])
    button(page, "quotation", 1).click()
    expect(beside(page)).to_contain_text("About Ben Roe.")
    expect(beside(page).get_by_role("heading")).to_have_text("Quotation 1")
    page.get_by_role("button", name="Close these comments").click()
    page.get_by_role("button", name="Save", exact=False).first.click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    expect(words).to_have_text(["About Ben Roe.", "About Ada Roe."])
    button(page, "quotation", 1).click()
    expect(beside(page)).to_contain_text("About Ben Roe.")


def test_what_is_typed_and_not_sent_outlives_a_save_and_a_colleague_who_speaks_meanwhile(
    page: Page, new_page: NewPage
) -> None:
    brief = two_voices()
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    opens(page, "Comment on the whole brief").click()
    page.get_by_label("Your comment on the whole brief").press_sequentially("Half a thou")
    commenting.say(brief, cast.person("wren", roles.WRITER), "From elsewhere.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("From elsewhere.")).to_be_visible()
    page.keyboard.type("ght")
    expect(page.get_by_label("Your comment on the whole brief")).to_have_value("Half a thought")
    page.reload()
    expect(page.get_by_label("Your comment on the whole brief")).to_have_value("Half a thought")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Half a thought").and_(page.locator(".talk-words p"))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your comment on the whole brief")).to_have_value("")


def test_an_empty_comment_is_asked_for_words_and_one_signed_out_keeps_them(page: Page) -> None:
    brief = two_voices()
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    opens(page, "Comment on the whole brief").click()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("Write something first.")).to_be_visible()
    page.get_by_label("Your comment on the whole brief").fill("Kept.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(page.get_by_label("Your comment on the whole brief")).to_have_value("Kept.")


def test_without_scripts_comments_are_written_on_their_own_page(new_page: NewPage) -> None:
    brief = two_voices()
    page = new_page(width=390, java_script_enabled=False, color_scheme="dark")
    sign_in(page, "edda", roles.EDITOR, f"/admin/briefs/brief/{brief.pk}/comments/")
    page.get_by_label("About").select_option(label="Quotation 2: Ben Roe, “Two.”")
    page.get_by_label("Your comment").fill("By hand.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("region", name="Quotation 2")).to_contain_text("By hand.")
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved")).to_be_visible()


def test_a_narrow_screen_shows_the_comments_of_a_card_at_its_foot(new_page: NewPage) -> None:
    brief = two_voices()
    page = new_page(width=390, color_scheme="dark")
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    button(page, "quotation", 1).click()
    box = beside(page).bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == 900
    expect(card(page, "Quotation", 1)).to_be_visible()


def test_a_preview_link_is_made_beside_the_form_read_by_an_outsider_and_revoked(
    page: Page, new_page: NewPage
) -> None:
    brief = two_voices()
    sign_in(page, "edda", roles.EDITOR, form_of(brief))
    page.get_by_label("Title", exact=True).fill("Words Not Saved")
    links = page.get_by_role("region", name="Preview links")
    links.get_by_text("Make a preview link").click()
    links.get_by_label("For whom").fill("Nadia")
    expect(links.get_by_label("Its last moment")).to_be_hidden()
    links.get_by_role("button", name="Make the link").click()
    address = links.get_by_label("Address of the preview")
    expect(address).to_be_focused()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Words Not Saved")

    outside = new_page()
    answer = outside.goto(address.input_value())
    assert answer is not None
    assert answer.status == 200
    expect(outside.get_by_text("Preview of an unpublished version, for Nadia, until")).to_be_visible()
    expect(outside.get_by_role("heading", level=1)).to_have_text("Two Voices")
    assert PreviewLink.objects.get().views == 1


def test_the_address_of_a_preview_is_copied_and_a_revoked_one_shows_nothing(
    page: Page, new_page: NewPage
) -> None:
    brief = two_voices()
    sign_in(page, "edda", roles.EDITOR, f"/admin/briefs/brief/{brief.pk}/previews/")
    links = page.get_by_role("region", name="Preview links")
    links.get_by_label("How long it lasts").select_option("until a moment of my choice")
    expect(links.get_by_label("Its last moment")).to_be_visible()
    links.get_by_label("How long it lasts").select_option("1 day")
    links.get_by_role("button", name="Make the link").click()
    address = links.get_by_label("Address of the preview").input_value()
    page.context.grant_permissions(["clipboard-write", "clipboard-read"])
    links.get_by_role("button", name="Copy").click()
    expect(links.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address

    links.get_by_role("button", name="Revoke the link for someone outside").click()
    expect(links.get_by_text("1 ended")).to_be_visible()
    outside = new_page(width=390)
    outside.goto(address)
    expect(outside.get_by_role("heading", level=1)).to_have_text("There is no preview here")
