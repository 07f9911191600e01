"""edXML of QCVN 102:2016/BTTTT: a liberal reader, a strict writer, and a test of structure of our own.

Reading: by local names, never by order; whatever namespace and prefix; ``Bussiness`` or ``Business``; a status with or without
its wrapper. No DTD, no entity, everything bounded (:class:`~namkhong.office.exchange.edxml.limits.Limits`); every fault is a
``BadPacket`` with a sentence. Writing: the structure of the public samples of the axis, the same bytes for the same content.
"""
