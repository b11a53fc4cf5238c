namespace Itgrix.Sandbox.Pbx;

/// <summary>A capture to be played.</summary>
/// <param name="Number">Distinguishes its calls from those of other plays.</param>
public sealed record Play(Capture Capture, int Number);
