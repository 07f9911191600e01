"""import-linter's contract for sentence three of the house: meet at the front door."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.imports import Module


class FrontDoorContract(Contract):
    """Another room may use only these modules of mine; ``open`` names further ones, ``exempt`` who may go anywhere."""

    type_name = "front_door"

    wings = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    open = fields.ListField(subfield=fields.StringField(), required=False)
    exempt = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every import that crosses from one room into another."""
        found = [
            detail
            for importer in sorted(graph.modules)
            if not self._is_exempt(importer)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._enters_by_a_window(importer, imported)
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say where, line by line."""
        for detail in check.metadata["found"]:
            where = f"{detail['importer']}:{detail['line_number']}"
            output.print_error(f"{where} reaches into {detail['imported']}: {detail['line_contents']}", bold=False)

    def room(self, module: str) -> str:
        """``namkhong.services.dossiers`` of anything inside it; empty outside the rooms."""
        for wing in _texts(self.wings):
            if module.startswith(f"{wing}."):
                return ".".join(module.split(".")[: wing.count(".") + 2])
        return ""

    def _is_exempt(self, importer: str) -> bool:
        return ".tests." in f"{importer}." or any(
            Module(importer).is_descendant_of(Module(one)) or importer == one for one in _texts(self.exempt)
        )

    def _enters_by_a_window(self, importer: str, imported: str) -> bool:
        room = self.room(imported)
        if not room or room == self.room(importer) or imported == room or imported in _texts(self.open):
            return False
        return imported not in {f"{room}.{door}" for door in _texts(self.doors)}


def _texts(values: Any) -> list[str]:
    return [str(value) for value in values or ()]
