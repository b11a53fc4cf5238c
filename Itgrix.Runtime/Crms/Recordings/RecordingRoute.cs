using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Files;
using Microsoft.AspNetCore.Authentication;
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
    private static readonly ILogger Log = AppLog.For("recordings");

    // The other connections of the server are reserved for the dialplan and the CRMs.
    private const int MaxAtOnce = 64;

    private const string Policy = "recording link";

    private readonly RecordingFolders _folders;
    private int _open;

    private RecordingRoute(RecordingFolders folders) => _folders = folders;

    /// <summary>Adds the policy of the route: a signed link.</summary>
    public static void AddAccess(AuthenticationBuilder access, RecordingOptions options, TimeProvider time)
    {
        if (new CallRecordings(options, time).Links is not { } links)
            return;
        access.AddPolicy<TokenOptions, TokenHandler>(Policy, token =>
        {
            token.Presented = context => Task.FromResult<string?>(Only(context.Request.Query["signature"]));
            token.LetsIn = (context, signature) =>
                links.Admit(NameOf(context), Only(context.Request.Query["expires"]), signature);
            token.Wrong = (context, address) =>
            {
                context.Response.Headers.CacheControl = "private, no-store";
                RecordingLogMessages.Refused(Log, HttpAnswer.OneLine(NameOf(context), 200), $"{address}");
                return PlainAnswer.Forbidden;
            };
        });
    }

    /// <summary>Adds the route, when recordings are served.</summary>
    public static void Map(IEndpointRouteBuilder routes, RecordingOptions options, TimeProvider time)
    {
        if (new CallRecordings(options, time).Links is null)
            return;
        var route = new RecordingRoute(new(options.Folders));
        routes.MapMethods("/recordings/{**file}", [HttpMethods.Get, HttpMethods.Head], route.AnswerAsync)
            .RequireAuthorization(Policy);
    }

    private static string NameOf(HttpContext context) => context.GetRouteValue("file") as string ?? "";

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        var name = NameOf(context);
        using var file = _folders.Open(name);
        if (file is null)
        {
            RecordingLogMessages.Gone(Log, HttpAnswer.OneLine(name, 200), $"{ClientAddress.AddressOf(context)}");
            await new PlainAnswer(StatusCodes.Status404NotFound).ExecuteAsync(context);
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
                await new PlainAnswer(StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
                return;
            }
            RequestGuard.MayTakeLong(context);
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
