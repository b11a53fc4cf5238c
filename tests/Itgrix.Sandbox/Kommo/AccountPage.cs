using System.Net;
using System.Text;

namespace Itgrix.Sandbox.Kommo;

/// <summary>The account's page in a browser: its calls and the last requests.</summary>
internal static class AccountPage
{
    private const int Shown = 100, MaxCell = 600;

    private const string Head = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
        <title>Kommo, simulated</title><style>
        body{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#222}table{border-collapse:collapse;margin:0 0 2em}
        td,th{border-bottom:1px solid #ddd;padding:.3em .8em;text-align:left;vertical-align:top}
        code{font-size:12px;word-break:break-all}.bad{color:#b00}</style></head><body><h1>Kommo, simulated</h1>
        """;

    public static string Render(KommoSandbox sandbox)
    {
        var page = new StringBuilder(Head);
        var (requests, counters) = (sandbox.Requests, sandbox.Counters);
        page.Append(
            $"<p>{requests.Count} requests, at most {counters.Highest} a second, {counters.Beyond} beyond the limit, "
            + $"{sandbox.Faults.All.Count} faults ordered.</p>");
        foreach (var table in new[] { "calls", "contacts", "leads", "unsorted", "tasks", "cards" })
            Table(page, table, sandbox);
        page.Append(
            "<h2>Requests, latest first</h2><table><tr><th>No.<th>Time<th>Request<th>Body<th>Status<th>Answer</tr>");
        foreach (var request in requests.Reverse().Take(Shown))
            Row(page, Cells(request), request.Status is 0 or >= 300);
        return page.Append("</table></body></html>").ToString();
    }

    private static void Table(StringBuilder page, string name, KommoSandbox sandbox)
    {
        var rows = sandbox.Table(name);
        if (rows.Count == 0)
            return;
        page.Append($"<h2>{name} ({rows.Count})</h2><table>");
        foreach (var row in rows.Reverse().Take(Shown))
            Row(page, [row!.ToJsonString()]);
        page.Append("</table>");
    }

    private static string[] Cells(AccountRequest request) =>
    [
        $"{request.Number}", $"{request.At:T}", $"{request.Method} {request.Path}", request.Body?.ToJsonString() ?? "",
        request.Fault is null ? $"{request.Status}" : $"{request.Status} ({request.Fault})",
        request.Answer?.ToJsonString() ?? "",
    ];

    private static void Row(StringBuilder page, string[] cells, bool isBad = false)
    {
        page.Append(isBad ? "<tr class=bad>" : "<tr>");
        foreach (var cell in cells)
            page.Append("<td><code>")
                .Append(WebUtility.HtmlEncode(cell.Length <= MaxCell ? cell : cell[..MaxCell] + "…"))
                .Append("</code>");
        page.Append("</tr>");
    }
}
