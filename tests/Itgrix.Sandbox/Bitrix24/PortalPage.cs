using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The portal's page in a browser: its calls and the last requests.</summary>
internal static class PortalPage
{
    private const int Shown = 100;

    private const string Head = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
        <title>Bitrix24, simulated</title><style>
        body{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#222}table{border-collapse:collapse;margin:0 0 2em}
        td,th{border-bottom:1px solid #ddd;padding:.3em .8em;text-align:left;vertical-align:top}
        code{font-size:12px;word-break:break-all}.bad{color:#b00}</style></head><body><h1>Bitrix24, simulated</h1>
        """;

    public static string Render(Bitrix24Sandbox sandbox)
    {
        var page = new StringBuilder(Head);
        var requests = sandbox.Requests;
        page.Append($"<p>{requests.Count} requests, {sandbox.Beyond} beyond the limit, ")
            .Append($"{sandbox.Faults.All.Count} faults ordered.</p>");
        page.Append(
            "<h2>Calls</h2><table><tr><th>Number<th>Type<th>User<th>Line<th>Client<th>Finished<th>Card at</tr>");
        foreach (var call in sandbox.Table("call").Reverse())
            Row(page, Calls(call!));
        page.Append("</table><h2>Requests, latest first</h2>")
            .Append("<table><tr><th>No.<th>Time<th>Method<th>Parameters<th>Status<th>Answer</tr>");
        foreach (var request in requests.Reverse().Take(Shown))
            Row(page, Cells(request), request.Status != 200);
        return page.Append("</table></body></html>").ToString();
    }

    private static string[] Calls(JsonNode call) =>
    [
        $"{call["PHONE_NUMBER"]}", (int)call["TYPE"]! == 1 ? "outgoing" : "incoming",
        $"{call["USER_ID"]}", $"{call["LINE_NUMBER"]}", $"{call["CRM_ENTITY_TYPE"]} {call["CRM_ENTITY_ID"]}",
        (bool)call["FINISHED"]! ? "yes" : "no", string.Join(", ", call["CARDS"]!.AsArray()),
    ];

    private static string[] Cells(PortalRequest request) =>
    [
        $"{request.Number}", $"{request.At:T}", request.Method, request.Parameters.ToJsonString(),
        request.Fault is null ? $"{request.Status}"
            : $"{request.Status} ({request.Fault})", request.Answer?.ToJsonString() ?? "",
    ];

    private static void Row(StringBuilder page, string[] cells, bool isBad = false)
    {
        page.Append(isBad ? "<tr class=bad>" : "<tr>");
        foreach (var cell in cells)
            page.Append("<td><code>")
                .Append(WebUtility.HtmlEncode(cell.Length <= 600 ? cell : cell[..600] + "…")).Append("</code>");
        page.Append("</tr>");
    }
}
