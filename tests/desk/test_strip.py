"""The pile as a strip below the page: the letter one works on stays in sight."""

from registry_desk.journey.files import take_files

LONG_MS = 60_000


def test_letter_at_hand_stays_in_sight_when_the_window_gets_narrow(qtbot, opened, parts, tmp_path):
    from tests.desk.test_faults import numbered_page

    pages = [numbered_page(number) for number in range(1, 15)]
    pages[0].save(tmp_path / "pile.tif", save_all=True, append_images=pages[1:], dpi=(150, 150))
    take_files(parts.counter.tray, [tmp_path / "pile.tif"], operator="ana")
    window = opened(parts)
    window.resize(1400, 800)
    counter = window.counter
    qtbot.waitUntil(counter.scan_button.isEnabled, timeout=LONG_MS)
    qtbot.waitUntil(lambda: counter.pile_list.pile.place_of_page(14) is not None, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not counter.coming_in.is_busy, timeout=LONG_MS)
    window.resize(1024, 800)
    pile = counter.pile_list
    first = pile.headings[0]
    place = pile.pile.rows.index(first)
    qtbot.waitUntil(lambda: pile.horizontalScrollBar().maximum() > 0, timeout=5_000)
    pile.choose_page(14)
    assert pile.visualRect(pile.pile.index(place)).right() < 0, "out of sight"
    pile.choose_document(first.document)
    rect = pile.visualRect(pile.pile.index(place + 1))
    assert pile.viewport().rect().contains(rect.center()), "with its first page"
    window.resize(1400, 800)
    counter.pile_list.choose_page(14)
    for width in (1024, 1400):
        window.resize(width, 800)
        pile = counter.pile_list
        qtbot.waitUntil(
            lambda pile=pile: (
                pile.viewport().rect().intersects(pile.visualRect(pile.currentIndex()))
            ),
            timeout=5_000,
        )
