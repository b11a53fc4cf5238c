using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What is configured for the portal's events.</summary>
/// <param name="ApplicationToken">By which they prove themselves; without it all are refused.</param>
/// <param name="CallbackExtension">Who rings when a client wants to be called back; <c>null</c> for nobody. It may
/// change.</param>
internal sealed record Bitrix24EventOptions(Secret? ApplicationToken, Func<string?> CallbackExtension);
