namespace Itgrix.Sandbox.Kommo;

/// <summary>Statistics of the account.</summary>
/// <param name="Highest">Maximum number of accepted requests within a second.</param>
/// <param name="Beyond">Requests over the limits.</param>
/// <param name="WhileBlocked">Requests that came while the address was blocked.</param>
/// <param name="TokensIssued">Issued pairs of tokens.</param>
/// <param name="TokensRefused">Rejected token requests.</param>
public sealed record KommoCounters(int Highest, int Beyond, int WhileBlocked, int TokensIssued, int TokensRefused);
