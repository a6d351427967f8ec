"""What of a result may hold text from outside, and which words of a connection are the workspace's own."""

from apps.connectors.contract import Call, Opened, Tool


def outside_fields(tool: Tool, call: Call, opened: Opened) -> tuple[str, ...] | None:
    """The fields of a read's result that people outside may have written; None: any of them."""
    if not tool.outside_text:
        return ()
    table = opened.address.get("tables", {}).get(call.arguments.get("table"))
    if table is None:
        return tool.outside_fields
    columns = table.get("outside")
    return None if columns is None else tuple(columns)


def own_words(opened: Opened) -> tuple[str, ...]:
    """Names that an admin gave here: the ticked tables and what their rows are called."""
    tables = opened.address.get("tables", {})
    return tuple(word for name, entry in tables.items() for word in (name, entry.get("object", "")) if word)
