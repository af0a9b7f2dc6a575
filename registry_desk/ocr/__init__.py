"""A page is read: words with boxes and confidences, lines in reading order.

Two engines keep one contract: Tesseract inside this process (fast) and the tesseract command
(works wherever Tesseract is installed). :func:`registry_desk.ocr.page.read_page` is the door.
"""
