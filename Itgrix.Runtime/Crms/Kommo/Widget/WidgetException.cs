using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>What the widget sent cannot be used; the message says what of it.</summary>
internal sealed class WidgetException(string message) : Exception(message), IForeseenFailure;
