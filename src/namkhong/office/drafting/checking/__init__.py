"""The checker of layouts: an uploaded DOCX or PDF against Decree 30/2020, Annex I, line by line.

``reading_docx`` and ``reading_pdf`` bring a file into one shape (``sheet``), ``parts`` finds the parts of a document on it, ``judging``
says of each what is wrong, what the decree says, and what is right.
"""

from namkhong.office.drafting.checking.judging import check
from namkhong.office.drafting.checking.sheet import Finding, Mark, Report

__all__ = ["Finding", "Mark", "Report", "check"]
