"""Files: what people send and what the platform makes, kept once by content and handed out by short-lived links.

Owns the words stored file, content, quarantine, upload, link, preview. A file is judged by its bytes, never by its name,
and stays in quarantine until ClamAV has called it clean.
Knows only the owner's account id: whose paper it is and who may see it is decided by the room that asks for a link.
"""
