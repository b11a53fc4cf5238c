using System.Net;
using System.Security.Cryptography;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Crms;

/// <summary>The page that an administrator of a CRM sees after connecting the account.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">What was done, or why not and what to do.</param>
internal sealed record ConnectPage(int Status, string Title, string Text) : IResult
{
    /// <summary>The site that may show the page in a frame; <c>null</c>: none.</summary>
    public Uri? Frame { get; init; }

    /// <summary>A script of the CRM that the page loads; <c>null</c>: none.</summary>
    public Uri? Library { get; init; }

    /// <summary>What the page then runs.</summary>
    public string Script { get; init; } = "";

    /// <summary>The page of an attempt.</summary>
    public static ConnectPage Of(ConnectOutcome outcome) => outcome.IsConnected
        ? new(StatusCodes.Status200OK, "Connected", outcome.Text)
        : new(StatusCodes.Status403Forbidden, "Not connected", outcome.Text);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy(nonce);
        response.Headers.XContentTypeOptions = "nosniff";
        // The address of the page has a code in it.
        response.Headers["Referrer-Policy"] = "no-referrer";
        return response.WriteAsync(Html(nonce), httpContext.RequestAborted);
    }

    // The library sends messages to the page around this one and requests nothing; it has no inline code.
    private string Policy(string nonce)
    {
        var scripts = Library is null ? "'none'"
            : $"'nonce-{nonce}' {Library.GetLeftPart(UriPartial.Authority)}";
        var frame = Frame?.GetLeftPart(UriPartial.Authority) ?? "'none'";
        return $"default-src 'none'; script-src {scripts}; style-src 'nonce-{nonce}'; frame-ancestors {frame}; "
            + "base-uri 'none'; form-action 'none'";
    }

    private string Html(string nonce)
    {
        var scripts = Library is null ? "" : $"""
            <script src="{WebUtility.HtmlEncode(Library.AbsoluteUri)}"></script>
            <script nonce="{nonce}">{Script}</script>

            """;
        return $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Itgrix</title>
            <style nonce="{{nonce}}">body{font:16px/1.5 sans-serif;max-width:40em;margin:3em auto;padding:0 1em}</style>
            </head><body><h1>{{WebUtility.HtmlEncode(Title)}}</h1>
            <p>{{WebUtility.HtmlEncode(Text)}}</p>
            {{scripts}}</body></html>

            """;
    }
}
