"""Web: the look and the doors, once.

Owns the words layout, component, token, gate, slot, error page. Knows no room above it: pages offer named slots that
``config.wiring`` fills, and gates see only the actor.
"""
