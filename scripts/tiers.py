"""The rule of which way imports run, as a contract for import-linter; pyproject.toml names the tiers."""

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class TiersContract(Contract):
    """Holds every import of one project module by another to the rule.

    Options: `apps`, from the top, where an app's inner tier may import those of the apps after it; and `pages`, the
    names of the modules of an app that are its pages. All its other modules are of its inner tier.
    """

    type_name = "tiers"

    apps: list[str] = fields.ListField(subfield=fields.StringField())  # type: ignore[assignment]  # as import-linter fills it
    pages: set[str] = fields.SetField(subfield=fields.StringField())  # type: ignore[assignment]

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            f"{importer} (line {detail['line_number']}) imports {imported}: {reason}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if (reason := self.reason_against(importer, imported))
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def reason_against(self, importer: str, imported: str) -> str:
        """What the rule has against this import, or nothing."""
        return next(self.reasons_against(importer, imported), "")

    def reasons_against(self, importer: str, imported: str) -> Iterator[str]:
        app, other = (module.partition(".")[0] for module in (importer, imported))
        if app == "config":
            return
        if other == "config":
            yield "nobody imports config."
        elif self.is_page(importer):
            if self.is_page(imported) and other != app:
                yield "pages import no other app's pages."
        elif self.is_page(imported):
            yield "an inner tier imports no pages."
        elif self.apps.index(other) < self.apps.index(app):
            yield f"inner tiers import downwards: {' → '.join(self.apps)}."

    def is_page(self, module: str) -> bool:
        return not self.pages.isdisjoint(module.split(".")[1:2])

    def render_broken_contract(self, check: ContractCheck) -> None:
        for sentence in check.metadata["broken"]:
            output.print_error(sentence)
