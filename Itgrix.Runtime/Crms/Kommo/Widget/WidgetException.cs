namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>The widget sent something invalid; the message says what.</summary>
internal sealed class WidgetException(string message) : Exception(message), IForeseenFailure;
