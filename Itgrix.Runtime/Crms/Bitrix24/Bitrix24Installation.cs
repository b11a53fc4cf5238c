using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What a request tells of the application's installation in a portal, untrusted.</summary>
/// <param name="Kind">How it came.</param>
/// <param name="Secret">A refresh token, or the code of a link; each is good once.</param>
internal sealed record Bitrix24Installation(Bitrix24InstallationKind Kind, Secret Secret)
{
    private const int MaxSecret = 500;

    /// <summary>The portal's host; empty when it is not named.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The portal's id; empty when it is not named.</summary>
    public string MemberId { get; init; } = "";

    /// <summary>The token of the portal's events; empty when it is not named.</summary>
    public string ApplicationToken { get; init; } = "";

    /// <summary>The secret of the link.</summary>
    public string State { get; init; } = "";

    /// <summary>Reads the page's first opening, an event, or the redirect of a link.</summary>
    /// <returns>The installation, or what is wrong with the request.</returns>
    public static async Task<(Bitrix24Installation? Asked, string Problem)> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            return Read(context.Request.QueryString.Value ?? "");
        var (form, problem) = Bitrix24Form.Read(await FormBody.ReadAsync(context));
        // The portal puts its own fields into the address of the page, and the tokens into the form.
        var domain = $"{context.Request.Query["DOMAIN"]}";
        return form is null ? (null, problem) : Read(form, domain);
    }

    /// <summary>Reads the query to which a link led the browser.</summary>
    public static (Bitrix24Installation? Asked, string Problem) Read(string query)
    {
        var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        string Of(string name) => fields.TryGetValue(name, out var value) ? $"{value}" : "";
        if (Of("error") is { Length: > 0 } error)
            return (null, $"The portal says {HttpAnswer.OneLine(error, 80)}: allow the access there, with a new link.");
        return Of("code") is var code && IsSecret(code)
            ? (new(Bitrix24InstallationKind.Code, new(code))
                { Domain = Of("domain"), MemberId = Of("member_id"), State = Of("state") }, "")
            : (null, "Open this page in the portal: it is the application's, and shows nothing elsewhere.");
    }

    private static (Bitrix24Installation? Asked, string Problem) Read(
        IReadOnlyDictionary<string, string> form, string domain)
    {
        string Of(string name) => form.GetValueOrDefault(name, "");
        var name = Of("event").ToUpperInvariant();
        var kind = name.Length == 0 ? Bitrix24InstallationKind.Opened
            : name == "ONAPPINSTALL" ? Bitrix24InstallationKind.Event
            : name == "ONAPPUNINSTALL" ? Bitrix24InstallationKind.Removed : (Bitrix24InstallationKind?)null;
        if (kind is null)
            return (null, $"The event {HttpAnswer.OneLine(name, 40)} is not one of an installation.");
        var secret = kind == Bitrix24InstallationKind.Opened ? Of("REFRESH_ID") : Of("auth[refresh_token]");
        if (kind != Bitrix24InstallationKind.Removed && !IsSecret(secret))
            return (null, "The request has no refresh token: it does not come from a portal.");
        return (new(kind.Value, new(secret))
        {
            Domain = kind != Bitrix24InstallationKind.Opened ? Of("auth[domain]")
                : Of("DOMAIN") is { Length: > 0 } given ? given : domain,
            MemberId = kind == Bitrix24InstallationKind.Opened ? Of("member_id") : Of("auth[member_id]"),
            ApplicationToken = Of("auth[application_token]"),
        }, "");
    }

    private static bool IsSecret(string text) =>
        text.Length is > 0 and <= MaxSecret && text.All(letter => letter is > ' ' and <= '~');
}

/// <summary>How the news of an installation came.</summary>
internal enum Bitrix24InstallationKind
{
    /// <summary>An employee opened the application's page in the portal.</summary>
    Opened,

    /// <summary>The portal's event of the installation.</summary>
    Event,

    /// <summary>An administrator opened a link of this service and allowed the access.</summary>
    Code,

    /// <summary>The portal's event of the removal.</summary>
    Removed,
}
