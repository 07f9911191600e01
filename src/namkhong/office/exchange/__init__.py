"""Exchange: packets to and from other agencies, over the axis or inside the platform.

Owns the words packet (gói tin), consignment (one document on its way to one receiver), its honest states, and the address
book. It never knows registers: what a document is, who works on it, is said above.
"""
