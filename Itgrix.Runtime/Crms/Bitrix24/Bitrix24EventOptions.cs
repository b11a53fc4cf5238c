using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The settings for the portal's events.</summary>
/// <param name="ApplicationToken">Authenticates the events; without it all are refused.</param>
/// <param name="CallbackExtension">The extension that rings for a callback; <c>null</c> when callbacks are off. It may
/// change.</param>
internal sealed record Bitrix24EventOptions(Secret? ApplicationToken, Func<string?> CallbackExtension);
