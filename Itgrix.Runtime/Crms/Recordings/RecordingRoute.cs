using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>
/// Serves recordings: <c>GET</c> or <c>HEAD /recordings/FILE?expires=...&amp;signature=...</c>.
/// </summary>
internal sealed class RecordingRoute
{
    // The other connections of the server are reserved for the dialplan and the CRMs.
    private const int MaxAtOnce = 64;

    private readonly RecordingLinks _links;
    private readonly RecordingFolders _folders;
    private int _open;

    private RecordingRoute(RecordingLinks links, RecordingFolders folders) => (_links, _folders) = (links, folders);

    /// <summary>Adds the route, when recordings are served.</summary>
    public static void Map(IEndpointRouteBuilder routes, RecordingOptions options, TimeProvider time)
    {
        if (new CallRecordings(options, time).Links is not { } links)
            return;
        var route = new RecordingRoute(links, new(options.Folders));
        routes.MapMethods("/recordings/{**file}", [HttpMethods.Get, HttpMethods.Head], route.AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        var name = context.GetRouteValue("file") as string ?? "";
        var query = context.Request.Query;
        if (!_links.Admit(name, Only(query["expires"]), Only(query["signature"])))
        {
            RecordingLogMessages.Refused(HttpAnswer.OneLine(name, 200), $"{ClientAddress.AddressOf(context)}");
            await PlainAnswer.WriteAsync(context, StatusCodes.Status403Forbidden);
            return;
        }
        using var file = _folders.Open(name);
        if (file is null)
        {
            RecordingLogMessages.Gone(HttpAnswer.OneLine(name, 200), $"{ClientAddress.AddressOf(context)}");
            await PlainAnswer.WriteAsync(context, StatusCodes.Status404NotFound);
            return;
        }
        await SendAsync(context, file);
    }

    private async Task SendAsync(HttpContext context, PinnedFile file)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > MaxAtOnce)
            {
                context.Response.Headers.RetryAfter = "5";
                await PlainAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
                return;
            }
            PlainAnswer.MayTakeLong(context);
            WriteHeaders(context.Response.Headers, file.RealPath);
            await using var content = new FileStream(file.Handle, FileAccess.Read, bufferSize: 0);
            var version = new EntityTagHeaderValue($"\"{file.Stamp.ModifiedNs:x}-{file.Stamp.Size:x}\"");
            var modified = DateTimeOffset.FromUnixTimeSeconds(file.Stamp.ModifiedNs / 1_000_000_000);
            if (!AsksForPart(context.Request, version, modified))
                context.Request.Headers.Remove(HeaderNames.Range);
            await TypedResults.Stream(content, RecordingFormat.ContentTypeOf(file.RealPath), fileDownloadName: null,
                modified, version, enableRangeProcessing: true)
                .ExecuteAsync(context);
            // A range beyond the end has a response without a body.
            await context.Response.StartAsync(context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    // A range of another version must not be combined with the client's part; the framework checks neither that
    // precisely nor the unit.
    private static bool AsksForPart(HttpRequest request, EntityTagHeaderValue version, DateTimeOffset modified) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)
        && (request.Headers.IfRange is not [{ } expected]
            || expected == version.ToString() || expected == HeaderUtilities.FormatDate(modified));

    private static string Only(StringValues values) => values.Count == 1 ? values[0] ?? "" : "";

    private static void WriteHeaders(IHeaderDictionary headers, string path)
    {
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(Path.GetFileName(path));
        headers.ContentDisposition = disposition.ToString();
        headers.CacheControl = "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
