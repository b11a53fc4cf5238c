namespace Itgrix.Sandbox.Kommo;

/// <summary>How the account was treated.</summary>
/// <param name="Highest">The most requests that it took within a second.</param>
/// <param name="Beyond">Requests beyond the limits.</param>
/// <param name="WhileBlocked">Requests that came while the address was blocked.</param>
/// <param name="TokensIssued">Pairs of tokens given.</param>
/// <param name="TokensRefused">Requests for tokens refused.</param>
public sealed record KommoCounters(int Highest, int Beyond, int WhileBlocked, int TokensIssued, int TokensRefused);
