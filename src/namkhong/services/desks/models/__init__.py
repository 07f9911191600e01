"""What an official's desk keeps: batches, exports, filters, columns; and the queue in front of a counter."""

from namkhong.services.desks.models.lists import Batch, BatchItem, ChosenColumns, Export, SavedFilter
from namkhong.services.desks.models.queue import Seat, Ticket

__all__ = ["Batch", "BatchItem", "ChosenColumns", "Export", "SavedFilter", "Seat", "Ticket"]
