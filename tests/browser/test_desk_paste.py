"""What other programs put on the clipboard becomes clean prose in the desk's editor."""

import pytest
from playwright.sync_api import Page, expect

from briefs import roles
from briefs.models import Brief
from tests.browser.test_desk import prose, sign_in

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='margin-bottom:8.0pt'><b><span style='font-size:12.0pt'>The
fleet</span></b><span lang=EN-GB> came&nbsp;back, <i>late</i>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>First ship<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span></span><![endif]>Second ship</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Numbered</p>
<!--EndFragment--></body></html>
"""
DOCS = """
<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38">
<span style="font-size:11pt;font-weight:400;font-style:normal">Plain, then </span><span
style="font-weight:700">bold</span><span style="font-style:italic"> and slanted</span><a
href="https://example.org/a" style="text-decoration:none"><span style="color:#1155cc;font-weight:400"> linked</span></a>
</p><br /><ul style="margin-top:0"><li dir="ltr" style="font-weight:400"><p dir="ltr"><span style="font-weight:400">A
point</span></p></li></ul></b>
"""
MAIL = """
<div dir="ltr">Dear all,<div><br></div><div>Ships are <b>back</b>. <a href="javascript:alert(1)">Look</a></div>
<div><img src="https://tracker.example/x.gif"><font color="red">Regards</font><br><br>Ana</div></div>
"""
PAGE = """
<article><h2>A heading</h2><p onclick="x()">One<script>alert(1)</script></p><table><tr><td>Cell one</td>
<td>Cell two</td></tr></table><p style="display:none">hidden</p></article>
"""


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        pytest.param(
            WORD,
            "<p><strong>The fleet</strong> came back, <em>late</em>.</p>"
            "<ul><li><p>First ship</p></li><li><p>Second ship</p></li></ul><ol><li><p>Numbered</p></li></ol>",
            id="Word",
        ),
        pytest.param(
            DOCS,
            "<p>Plain, then <strong>bold</strong><em> and slanted</em>"
            '<a href="https://example.org/a" rel="noopener"> linked</a></p><ul><li><p>A point</p></li></ul>',
            id="Google Docs",
        ),
        pytest.param(
            MAIL,
            "<p>Dear all,</p><p>Ships are <strong>back</strong>. Look</p><p>Regards</p><p>Ana</p>",
            id="mail",
        ),
        pytest.param(PAGE, "<p>A heading</p><p>One</p><p>Cell one</p><p>Cell two</p>", id="a web page"),
    ],
)
def test_a_paste_becomes_clean_prose(page: Page, pasted: str, stored: str) -> None:
    sign_in(page, "wren", roles.WRITER, "/admin/briefs/brief/add/")
    prose(page, "Latest developments").click()
    page.evaluate(PASTE, pasted)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().developments == stored


def test_words_pasted_into_a_sentence_stay_in_it(page: Page) -> None:
    sign_in(page, "wren", roles.WRITER, "/admin/briefs/brief/add/")
    prose(page, "Latest developments").click()
    page.keyboard.type(" came back.")
    page.keyboard.press("Home")
    page.evaluate(PASTE, "<span style='font-weight:700'>Ships</span>")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Brief.objects.get().developments == "<p><strong>Ships</strong> came back.</p>"


# As Chromium hands a paste to the element that has the focus, once the editor has heard where the caret is.
PASTE = """
async html => {
  await new Promise(settled => requestAnimationFrame(() => setTimeout(settled, 50)));
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}
"""
