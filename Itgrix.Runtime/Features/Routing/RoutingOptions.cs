using Itgrix.Hooks;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>The <c>autodistribution</c> part of the configuration: routing of incoming calls.</summary>
internal sealed record RoutingOptions
{
    /// <summary>The dialplan's token; without one (<c>null</c>) routing is off.</summary>
    [Setting("the token of the dialplan: 16 to 200 letters, digits and `. _ ~ -`, for example what "
        + "`openssl rand -hex 20` prints. Without the section there is no routing",
        Missing = ClientToken.Fix, Rule = nameof(TokenMistake))]
    public Secret? Token { get; init; }

    [Setting("the timeout of an answer, whatever CRM and hook do; the CRM has three quarters of it",
        Unit = "seconds", Min = 0.1, Max = 30)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The CRM that wins when several know the caller; the first of all by default.</summary>
    [Setting("with two CRMs, the id of the one with precedence when both know the caller", Rule = nameof(CrmOf),
        Default = "`bitrix24`")]
    public Crm? Crm { get; init; } = HookCatalog.Crms.FirstOrDefault();

    private static Crm CrmOf(string id) => HookCatalog.Crms.FirstOrDefault(crm => crm.Id == id)
        ?? throw new FormatException($"give {string.Join(" or ", HookCatalog.Crms.Select(crm => $"\"{crm.Id}\""))}.");

    // The dialplan sends it unescaped.
    private static string? TokenMistake(string token) => ClientToken.IsValid(token)
        ? null : $"cannot be sent by the dialplan or is too short: {ClientToken.Fix}";
}
